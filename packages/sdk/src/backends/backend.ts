import type { GeminiError } from "../errors/gemini-error.ts";
import type { BodyPiece } from "../http/http.ts";
import type { ApiRequest, Authorizer, Transport } from "../http/send.ts";
import { type Backend, createBackend } from "../options/backend.ts";
import type { Platform } from "../platform/platform.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { SharedWork } from "../scope/shared-work.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { GenerateContentPayload, GenerateContentRequest } from "../wire/generate.ts";

/** What a backend needs from the client: its connections, and the project of its options. */
export interface BackendContext {
  readonly platform: Platform;
  readonly transport: Transport;
  readonly project: string | undefined;
}

/** UUIDs for services that take them. */
export interface RequestIds {
  /** Of the conversation. */
  readonly session: string;
  /** Of this prompt. */
  readonly prompt: string;
}

/**
 * A Gemini request without an envelope. `contents` are JSON already: each piece is one turn, or several with commas.
 */
export interface ModelRequest {
  readonly operation: "generateContent" | "streamGenerateContent";
  readonly model: string;
  readonly contents: readonly BodyPiece[];
  /** Everything of the request but `contents`. */
  readonly rest: Omit<GenerateContentRequest, "contents">;
  readonly ids: RequestIds;
}

/** One response, or one event of a stream, without its envelope. */
export interface DecodedReply {
  readonly payload: GenerateContentPayload;
  readonly traceId: string | undefined;
}

/** A backend that is signed in, with a project if it needs one. Encoding and decoding are pure. */
export interface PreparedBackend {
  readonly authorizer: Authorizer;
  encode(request: ModelRequest): ApiRequest;
  decode(reply: unknown): DecodedReply;
  /** Whether responses are in a member `response`, beside a `traceId`. */
  readonly hasEnvelope?: true;
  /**
   * Called when Google refused with 403, by status or within a response: what is known about the account may be wrong.
   */
  onRefused?(refusal: GeminiError): void;
  /** The names of the available models, as the option `model` takes them. Sends one or more requests. */
  listModels?(scope: CallScope): Promise<readonly string[]>;
  /** Whether another account has signed in since this was prepared. Asked after a 401. */
  accountChanged?(): boolean;
}

/** What a backend does. Each driver is one file, which holds everything that is special about its backend. */
export interface BackendDriver {
  prepare(context: BackendContext, scope: CallScope): PreparedBackend | Promise<PreparedBackend>;
}

/** Private members of the public objects, not state: so their type does not expose what may change. */
const drivers = new WeakMap<Backend, BackendDriver>();

/** Makes a public backend of a driver. */
export function defineBackend(name: BackendName, driver: BackendDriver): Backend {
  const backend = createBackend(name);
  drivers.set(backend, driver);
  return backend;
}

/**
 * Makes a backend whose driver is loaded at the first call: a program uses one backend, and should not wait until the
 * code of the others is loaded. All calls share one driver. If loading fails (no free file descriptor), the next call
 * tries again.
 */
export function defineLazyBackend(name: BackendName, load: () => Promise<BackendDriver>): Backend {
  const driver = new SharedWork<BackendDriver>({ unattended: "continue", keepsResult: true });
  return defineBackend(name, {
    prepare: async (context, scope) => (await driver.join(scope, load)).prepare(context, scope),
  });
}

/** The driver behind a backend. */
export function driverOf(backend: Backend): BackendDriver {
  const driver = drivers.get(backend);
  if (!driver) throw new TypeError("This backend was not made by defineBackend().");
  return driver;
}
