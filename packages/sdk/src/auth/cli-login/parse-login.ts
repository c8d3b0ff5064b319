import type { LoginFile } from "../../wire/login.ts";
import type { Unfit } from "./read-settled.ts";

/** A login of the Gemini CLI, with every member checked. */
export interface Login {
  readonly accessToken: string | undefined;
  readonly refreshToken: string | undefined;
  /** Milliseconds since 1970; undefined if it is missing or implausible. */
  readonly expiresAt: number | undefined;
  /** The OAuth client that created the login, if the file names it. The Gemini CLI's own files do not. */
  readonly client: { readonly clientId: string; readonly clientSecret: string } | undefined;
  /** Where it was read from: the login file, or the encrypted store, which this library never writes. */
  readonly store: "file" | "encrypted";
}

/** The result of parsing: a login, or what is wrong with the file. */
export type ParsedLogin = { readonly kind: "login"; readonly login: Login } | Unfit;

/** Google's access tokens last an hour; an expiry more than a day ahead is wrong, or not in milliseconds. */
export const FURTHEST_EXPIRY_MS = 24 * 3_600_000;

/** An expiry before 2001 is wrong, or in seconds. */
const EARLIEST_EXPIRY_MS = 1e12;

const USE_WITH_VERTEX =
  'remove `credentialsPath`, and select `backend: "vertex"` (or set GOOGLE_GENAI_USE_VERTEXAI=true).';

/** Files of Vertex AI's Application Default Credentials, by their `type`: what they hold, and how to use them. */
const DEFAULT_CREDENTIALS: Readonly<Record<string, readonly [found: string, remedy: string]>> = {
  service_account: [
    "it holds a service account key, which is for Vertex AI",
    `Set GOOGLE_APPLICATION_CREDENTIALS to the path of the key, ${USE_WITH_VERTEX}`,
  ],
  ...Object.fromEntries(
    [
      "authorized_user",
      "external_account",
      "external_account_authorized_user",
      "impersonated_service_account",
      "gdch_service_account",
    ].map((type) => [
      type,
      [
        "it holds Application Default Credentials, as gcloud writes them, which are for Vertex AI",
        `Set GOOGLE_APPLICATION_CREDENTIALS to the path of this file, unless it is gcloud's own, ${USE_WITH_VERTEX}`,
      ] as const,
    ]),
  ),
};

/** Parses the text of a login file. `found` describes what is wrong without quoting the text. Never throws. */
export function parseLogin(text: string, now: number): ParsedLogin {
  if (text.trim() === "") return { kind: "incomplete", found: "it is empty" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "incomplete", found: "it is not complete JSON" };
  }
  if (Array.isArray(value)) return { kind: "unusable", found: "it holds an array" };
  if (typeof value !== "object" || value === null) {
    return { kind: "unusable", found: `it holds ${value === null ? "null" : `a ${typeof value}`}` };
  }
  const members = new Map<string, unknown>(Object.entries(value));
  const member = (name: keyof LoginFile) => members.get(name);
  const type = members.get("type");
  // gcloud's files have no access token.
  if (typeof type === "string" && Object.hasOwn(DEFAULT_CREDENTIALS, type) && !tokenOf(member("access_token"))) {
    const [found, remedy] = DEFAULT_CREDENTIALS[type] ?? [""];
    return remedy === undefined
      ? { kind: "unusable", found }
      : { kind: "unusable", found, remedy, variable: "GOOGLE_APPLICATION_CREDENTIALS" };
  }
  const login = loginOf(member("access_token"), member("refresh_token"), member("expiry_date"), now);
  if (login)
    return { kind: "login", login: { ...login, client: clientIn(member("client_id"), member("client_secret")) } };
  return { kind: "unusable", found: "it holds neither an access_token nor a refresh_token" };
}

/** Builds a login from these members; undefined if neither token is usable. */
export function loginOf(access: unknown, refresh: unknown, expiry: unknown, now: number): Login | undefined {
  const accessToken = tokenOf(access);
  const refreshToken = tokenOf(refresh);
  if (accessToken === undefined && refreshToken === undefined) return undefined;
  return { accessToken, refreshToken, expiresAt: expiryOf(expiry, now), client: undefined, store: "file" };
}

function clientIn(id: unknown, secret: unknown): Login["client"] {
  const clientId = tokenOf(id);
  const clientSecret = tokenOf(secret);
  return clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret };
}

/** Returns the value if it is a token that can be sent in a header: printable ASCII without spaces, at most 16 KiB. */
export function tokenOf(value: unknown): string | undefined {
  return typeof value === "string" && /^[\x21-\x7e]{1,16384}$/.test(value) ? value : undefined;
}

function expiryOf(value: unknown, now: number): number | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return value < EARLIEST_EXPIRY_MS || value > now + FURTHEST_EXPIRY_MS ? undefined : value;
}
