import type { AuthClient, GoogleAuth } from "google-auth-library";
import { isGeminiError } from "../../errors/gemini-error.ts";
import { dependencyMissing } from "../../errors/sign-in-errors.ts";
import type { AuthHeaders, Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { SharedWork } from "../../scope/shared-work.ts";
import { isRecord } from "../../wire/is-record.ts";
import { withSignInHints } from "../sign-in-hints.ts";
import { escapedKey, localFailure, refusalError, tokenMissing } from "./application-default-error.ts";
import type { CredentialsFile } from "./credentials-file.ts";
import type { CredentialsInUse } from "./refused-credentials.ts";
import { TokenRequests } from "./token-requests.node.ts";

const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

/** A token request without a response must not block later calls. */
const TOKEN_DEADLINE_MS = 10_000;

/** How long the program of a credentials file may run, unless the file says so. */
const PROGRAM_MS = 30_000;

/** The library starts gcloud, which takes seconds on a busy machine. */
const PROJECT_DEADLINE_MS = 30_000;

/** The library turns a response without a token into `Bearer undefined`. */
const BEARER = /^Bearer (?!undefined$)[\x21-\x7e]+$/;

/** A client of google-auth-library 9 to 11, for one credentials file or for the metadata server. */
export class LibraryClient {
  /** Undefined for the metadata server. */
  readonly file: CredentialsFile | undefined;
  /** Looks up the project of the client. */
  readonly #auth: GoogleAuth;
  readonly #client: AuthClient;
  readonly #requests: TokenRequests;
  /** Calls that need a token at the same time share one request; otherwise, the library would send one for each. */
  readonly #token: SharedWork<AuthHeaders>;
  readonly #project = new SharedWork<string | undefined>({
    deadline: { phase: "credentials", limitMs: PROJECT_DEADLINE_MS },
    unattended: "continue",
    keepsResult: true,
  });

  private constructor(file: CredentialsFile | undefined, auth: GoogleAuth, client: AuthClient, platform: Platform) {
    this.file = file;
    this.#auth = auth;
    this.#client = client;
    this.#requests = new TokenRequests(platform);
    this.#requests.attach(client);
    const limitMs = TOKEN_DEADLINE_MS + programMs(file);
    this.#token = new SharedWork({ deadline: { phase: "token", limitMs }, unattended: "continue", keepsResult: false });
  }

  /** Makes the client for this file; without a file, looks for a metadata server. */
  static async create(file: CredentialsFile | undefined, platform: Platform): Promise<LibraryClient> {
    const { GoogleAuth } = await importLibrary();
    const key = file && escapedKey(file);
    if (key) throw key;
    const inUse: CredentialsInUse = { kind: file?.kind ?? "metadata-server", file };
    try {
      // The library finds the same file. Passing its content would make version 11 print a warning. Without a project, the
      // library would look for one by starting gcloud, and by requests without a deadline.
      const client = await new GoogleAuth({ scopes: [SCOPE], projectId: "not-looked-up" }).getClient();
      const auth = new GoogleAuth({ scopes: [SCOPE] });
      Object.assign(auth, { cachedCredential: client, jsonContent: file?.json ?? null });
      return new LibraryClient(file, auth, client, platform);
    } catch (error) {
      const failure = localFailure(error, inUse);
      throw file ? failure : await withSignInHints(failure, platform);
    }
  }

  /** The headers with the token, and with the quota project if the credentials name one. */
  headers(transport: Transport, scope: CallScope): Promise<AuthHeaders> {
    return this.#token.join(
      scope,
      (own) => this.#sent(transport, own, async () => this.#checked(await this.#client.getRequestHeaders())),
      transport.closed,
    );
  }

  /** The project of the credentials file, of gcloud's configuration, or of the machine. */
  project(transport: Transport, scope: CallScope, platform: Platform): Promise<string | undefined> {
    const named = platform.environment("GCLOUD_PROJECT") ?? this.file?.json.project_id;
    if (typeof named === "string") return Promise.resolve(named);
    return this.#project.join(
      scope,
      (own) =>
        this.#sent(transport, own, async () => (await this.#auth.getProjectId().catch(() => undefined)) ?? undefined),
      transport.closed,
    );
  }

  /** Lets the library work within a scope, and translates its failure. */
  async #sent<Value>(transport: Transport, scope: CallScope, work: () => Promise<Value>): Promise<Value> {
    const requests = this.#requests;
    requests.begin(transport, scope);
    try {
      return await scope.waitFor(work());
    } catch (error) {
      if (isGeminiError(error)) throw error;
      if (requests.failure) throw requests.failure;
      if (requests.refusal) throw refusalError(requests.refusal, this.#inUse);
      const failure = localFailure(error, this.#inUse);
      // The response was accepted, but is not what the library expects.
      const isUnexpected = requests.isAnswered && failure.code === "no_credentials";
      throw isUnexpected ? tokenMissing(this.#inUse) : failure;
    }
  }

  get #inUse(): CredentialsInUse {
    return { kind: this.file?.kind ?? "metadata-server", file: this.file };
  }

  /** Version 9 returns a plain object with names in any case, later versions a `Headers`. */
  #checked(given: Headers | Readonly<Record<string, string>>): AuthHeaders {
    const entries = given instanceof Headers ? [...given] : Object.entries(given);
    const headers = Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
    if (!BEARER.test(headers.authorization ?? "")) throw tokenMissing(this.#inUse);
    return headers;
  }
}

/** How long the program of a credentials file may run, in milliseconds; 0 if there is none. The library ends it then. */
function programMs(file: CredentialsFile | undefined): number {
  const source = file?.json.credential_source;
  if (!isRecord(source) || !isRecord(source.executable)) return 0;
  const { timeout_millis: given } = source.executable;
  return typeof given === "number" ? given : PROGRAM_MS;
}

/**
 * An optional package must be imported as `try { await import("…") } catch`, the only form that every bundler
 * recognises, so that a build without the package does not fail.
 */
async function importLibrary() {
  try {
    return await import("google-auth-library");
  } catch {
    throw dependencyMissing(
      "google-auth-library",
      "Signing in to Vertex AI with Application Default Credentials",
      "npm install google-auth-library@10 (or pass `accessToken` or `apiKey` to vertex())",
    );
  }
}
