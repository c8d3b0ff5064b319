import { atAddress, connectionFailed, redirectRefused } from "../../errors/connection-errors.ts";
import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import { readRefusal, readText } from "../../http/read-body.ts";
import { isRedirect, type Transport } from "../../http/send.ts";
import { systemCode } from "../../http/system-code.ts";
import type { Platform } from "../../platform/platform.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { withTokenRetries } from "../tokens/token-retries.ts";
import { foreignRefusal, type TokenRefusal, temporaryRefusal, tokenRefusal } from "./token-refusal.ts";

/** A token response is about 2 kB. */
const LONGEST_REPLY = 1024 * 1024;

/** Metadata servers of cloud machines, which no proxy reaches. */
const METADATA_HOSTS: readonly string[] = ["169.254.169.254", "[fd00:ec2::254]", "metadata.google.internal"];

/** What names the addresses of the token requests, unless they are Google's own. */
const CREDENTIALS_FILE = { variable: "GOOGLE_APPLICATION_CREDENTIALS", words: "the credentials file" } as const;

/** Members of a form that are not secret, and can be part of an explanation. */
const PUBLIC_MEMBERS: readonly string[] = [
  ...["grant_type", "client_id", "audience", "scope", "options"],
  ...["requested_token_type", "subject_token_type", "actor_token_type"],
];

/** The options that google-auth-library passes to its `fetch`, as far as they are used here. */
interface FetchOptions extends RequestInit {
  /** Set for a client certificate, or for a proxy of the environment. */
  readonly agent?: object;
}

/** An object of google-auth-library that sends requests: a Gaxios, or in version 9 an object around one. */
interface Transporter {
  instance?: Transporter;
  defaults?: object;
}

/** A client of google-auth-library and its parts that send requests. Not all clients have all members. */
interface SendingClient {
  readonly transporter?: Transporter;
  readonly stsCredential?: { readonly transporter?: Transporter };
  readonly externalAccountAuthorizedUserHandler?: { readonly transporter?: Transporter };
  readonly sourceClient?: SendingClient;
}

/**
 * Sends the requests of one google-auth-library client over the connections of our own client, so that `agent`, `fetch`,
 * deadlines, retries, events and errors are the same as for all other requests. The library alone would have no
 * deadline, and its errors differ between its versions.
 */
export class TokenRequests {
  /** The failure of the last request, if there was no response. */
  failure: GeminiError | undefined;
  /** The last response, if it was a refusal. */
  refusal: TokenRefusal | undefined;
  /** Whether the last request got no response. */
  isAnswered = false;
  readonly #platform: Platform;
  #run: { readonly transport: Transport; readonly scope: CallScope } | undefined;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** From now on, requests are sent within this scope. */
  begin(transport: Transport, scope: CallScope): void {
    this.#run = { transport, scope };
    this.#forgetOutcome();
  }

  /** Makes a client of google-auth-library 9 to 11 send its requests through this object. */
  attach(client: object): void {
    const { transporter, stsCredential, externalAccountAuthorizedUserHandler, sourceClient }: SendingClient = client;
    for (const sender of [transporter, stsCredential?.transporter, externalAccountAuthorizedUserHandler?.transporter]) {
      if (!sender) continue;
      const gaxios = sender.instance ?? sender;
      // The library's own retries have no deadline.
      const retryConfig = { shouldRetry: () => false };
      gaxios.defaults = { ...gaxios.defaults, fetchImplementation: this.#fetch, retryConfig };
    }
    if (sourceClient) this.attach(sourceClient);
  }

  readonly #fetch = async (url: string | URL, options: FetchOptions = {}): Promise<Response> => {
    if (!this.#run) throw new Error("Token requests are sent only within a call.");
    const { transport, scope } = this.#run;
    const { method = "GET", headers, body, agent } = options;
    this.#forgetOutcome();
    try {
      if (METADATA_HOSTS.includes(new URL(url).hostname)) {
        return await scope.waitFor(fetchDirectly(url, { method, headers: headers ?? {}, body: body ?? null }));
      }
      // Normalizes all forms of headers and bodies that the versions of the library use.
      const request = new Request(url, { method, headers: headers ?? {}, body: body ?? null });
      const text = body ? await request.text() : undefined;
      return await withTokenRetries(() => this.#send(request, text, agent, transport, scope), this.#platform, scope);
    } catch (error) {
      if (isGeminiError(error)) this.failure = atAddress(error, CREDENTIALS_FILE).with({ phase: "token" });
      throw error;
    }
  };

  #forgetOutcome(): void {
    this.failure = undefined;
    this.refusal = undefined;
    this.isAnswered = false;
  }

  async #send(
    { method, url, headers }: Request,
    text: string | undefined,
    agent: object | undefined,
    transport: Transport,
    scope: CallScope,
  ): Promise<Response> {
    const response = await transport.sendUnsigned(
      {
        operation: "token",
        backend: "oauth",
        method: method === "POST" || method === "PUT" ? method : "GET",
        url,
        headers: Object.fromEntries(headers),
        ...(text === undefined ? {} : { body: [text], secrets: secretsOf(text) }),
        ...(agent ? { agent } : {}),
      },
      scope,
    );
    const { status, header, redact } = response;
    const { host } = new URL(url);
    if (isRedirect(response)) {
      response.body.discard();
      throw redirectRefused(status, host, undefined).with({ phase: "token" });
    }
    const isRefused = status < 200 || status > 299;
    const reply = await (isRefused ? readRefusal(response, scope) : readText(response, scope, LONGEST_REPLY));
    this.isAnswered = !isRefused;
    if (isRefused) {
      const refused = { status, host, body: reply, header, redact, now: this.#platform.clock.now() };
      const foreign = foreignRefusal(refused);
      if (foreign) throw foreign;
      if (status === 429 || status >= 500) throw temporaryRefusal(refused);
      this.refusal = tokenRefusal(refused);
    }
    return new Response(status === 204 ? null : reply, {
      status,
      headers: { "content-type": header("content-type") ?? "application/json" },
    });
  }
}

/** The secrets in the form of a token request. A body of JSON has none. */
function secretsOf(form: string): readonly string[] {
  const members = [...new URLSearchParams(form)].filter(([name]) => !PUBLIC_MEMBERS.includes(name));
  return members.map(([, value]) => value);
}

/** Sends without the client's agent or `fetch`. */
async function fetchDirectly(url: string | URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw connectionFailed(new URL(url).host, "token", systemCode(error));
  }
}
