import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import type { AuthHeaders, Authorizer, Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { sharedState } from "../../platform/shared-state.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { SharedWork } from "../../scope/shared-work.ts";
import type { ApplicationDefault } from "./application-default.ts";
import { credentialsFilePath, readCredentialsFile } from "./credentials-file.ts";
import { kinds } from "./credentials-kind.ts";
import { LibraryClient } from "./library-client.node.ts";

/** Looking for a metadata server takes seconds, and the library then starts gcloud. */
const LOADING_DEADLINE_MS = 30_000;

/** Keyed by the path of the credentials file; the key is undefined if no home folder is known. */
const sharedCredentials = sharedState(() => new Map<string | undefined, DefaultCredentials>());

/**
 * The Application Default Credentials that the environment names now. The process shares them, so that a program that
 * creates a backend for each call does not request a token for each call. `backend` identifies the backend: its first call
 * reads the file again, since the program may have signed in again before creating it.
 *
 * google-auth-library, which is loaded when first needed, caches the token:
 *
 * | what happened | the next call |
 * |---|---|
 * | a token request failed, or was lost | reads the credentials again and makes a new client: the library would join the lost request |
 * | Google responded 401 to the token | the same, and the request is repeated with the new token |
 * | Google refused a request with 401 or 403 for good | reads the credentials again; makes a new client if they have changed |
 */
export function applicationDefault(platform: Platform, client: object): ApplicationDefault {
  const known = sharedCredentials(platform);
  const path = credentialsFilePath(platform);
  const key = path === undefined ? undefined : (platform.files.absolutePath(path) ?? path);
  const credentials = known.get(key) ?? new DefaultCredentials(platform);
  known.set(key, credentials);
  credentials.useFor(client);
  return credentials;
}

class DefaultCredentials implements ApplicationDefault {
  readonly #platform: Platform;
  readonly #loading = new SharedWork<LibraryClient>({
    deadline: { phase: "credentials", limitMs: LOADING_DEADLINE_MS },
    unattended: "continue",
    keepsResult: true,
  });
  /** The client in use before Google refused a request. It is used again if the credentials have not changed. */
  #doubted: LibraryClient | undefined;
  /** The headers of the last token. */
  #last: AuthHeaders | undefined;
  readonly #clients = new WeakSet<object>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Reads the file again before the first call of a client. */
  useFor(client: object): void {
    if (this.#clients.has(client)) return;
    this.#clients.add(client);
    this.#readAgain();
  }

  authorizer(transport: Transport): Authorizer {
    return {
      credentialKind: "default-credentials",
      headers: (scope) => this.#headers(transport, scope),
      renew: (refused, scope) => this.#renew(refused, transport, scope),
      remedy: () => this.#loading.kept && kinds[this.#loading.kept.file?.kind ?? "metadata-server"].remedy,
      onRefusal: (refusal) => this.#doubt(refusal),
    };
  }

  async project(transport: Transport, scope: CallScope): Promise<string | undefined> {
    // First check the credentials: if there are none, the error must say so.
    await this.#headers(transport, scope);
    const client = await this.#load(scope);
    return client.project(transport, scope, this.#platform);
  }

  async #headers(transport: Transport, scope: CallScope): Promise<AuthHeaders> {
    scope.enterPhase("credentials");
    const client = await this.#load(scope);
    try {
      const headers = await client.headers(transport, scope);
      this.#last = headers;
      return headers;
    } catch (error) {
      // If the caller stopped waiting, the request may still succeed.
      if (error !== scope.signal.reason) this.#drop(client);
      throw error;
    }
  }

  #load(scope: CallScope): Promise<LibraryClient> {
    return this.#loading.join(scope, async (own) => {
      const file = await readCredentialsFile(this.#platform);
      const doubted = this.#doubted;
      this.#doubted = undefined;
      if (doubted && doubted.file?.path === file?.path && doubted.file?.text === file?.text) return doubted;
      return own.waitFor(LibraryClient.create(file, this.#platform));
    });
  }

  async #renew(refused: AuthHeaders, transport: Transport, scope: CallScope): Promise<boolean> {
    const isRefused = (headers: AuthHeaders | undefined) => headers?.authorization === refused.authorization;
    // Another call may have renewed it already. A request for a token that began before the 401 may return the same.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      if (isRefused(this.#last)) this.#drop(this.#loading.kept);
      if (!isRefused(await this.#headers(transport, scope))) return true;
    }
    return false;
  }

  #doubt(refusal: GeminiError): void {
    if (!isGeminiError(refusal) || (refusal.status !== 401 && refusal.status !== 403)) return;
    this.#readAgain();
  }

  /** The next call reads the file again. It uses the same client, with its token, if the file has not changed. */
  #readAgain(): void {
    const { kept } = this.#loading;
    if (!kept) return;
    this.#doubted = kept;
    this.#loading.forget();
  }

  #drop(client: LibraryClient | undefined): void {
    this.#last = undefined;
    this.#doubted = undefined;
    if (client && this.#loading.kept === client) this.#loading.forget();
  }
}
