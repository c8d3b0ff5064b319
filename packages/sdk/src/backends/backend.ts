import type { GeminiError } from "../errors/gemini-error.ts";
import type { BodyPiece } from "../http/http.ts";
import type { ApiRequest, Authorizer, Transport } from "../http/send.ts";
import { type Backend, createBackend } from "../options/backend.ts";
import type { Platform } from "../platform/platform.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { SharedWork } from "../scope/shared-work.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { GenerateContentPayload, GenerateContentRequest } from "../wire/generate.ts";

/** What a backend works with: the client's connections, and the project that the client's options name. */
export interface BackendContext {
  readonly platform: Platform;
  readonly transport: Transport;
  readonly project: string | undefined;
}

/** UUIDs for services that want them. */
export interface RequestIds {
  /** Of the conversation. */
  readonly session: string;
  /** Of this prompt. */
  readonly prompt: string;
}

/** A Gemini request before any envelope. The conversation is JSON already: each piece one turn, or several with commas. */
export interface ModelRequest {
  readonly operation: "generateContent" | "streamGenerateContent";
  readonly model: string;
  readonly contents: readonly BodyPiece[];
  /** Everything of the request but `contents`. */
  readonly rest: Omit<GenerateContentRequest, "contents">;
  readonly ids: RequestIds;
}

/** One reply, or one event of a stream, without its envelope. */
export interface DecodedReply {
  readonly payload: GenerateContentPayload;
  readonly traceId: string | undefined;
}

/** Signed in, with a project where one is needed. Encoding and decoding are pure. */
export interface PreparedBackend {
  readonly authorizer: Authorizer;
  encode(request: ModelRequest): ApiRequest;
  decode(reply: unknown): DecodedReply;
  /** Whether replies stand in a member `response`, beside a `traceId`. */
  readonly hasEnvelope?: true;
  /** Google refused with 403, by status or within a reply: what was learned of the account may be wrong. */
  onRefused?(refusal: GeminiError): void;
  /** The names of the models that can be asked, as the option `model` takes them. Sends a request or some. */
  listModels?(scope: CallScope): Promise<readonly string[]>;
  /** Whether a 401 has shown that another account took the place of the one this was prepared for. */
  accountChanged?(): boolean;
}

/** What a backend does. Each stands in one file and keeps its differences there. */
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
 * Makes a backend whose driver is loaded at the first call: a program uses one backend, and should not wait until the code
 * of the others is loaded. All calls share one driver. If loading fails (no free file descriptor), the next call tries again.
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
