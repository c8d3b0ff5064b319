import type { GeminiError } from "../errors/gemini-error.ts";
import type { BodyPiece } from "../http/http.ts";
import type { Authorizer, Exchange, Transport } from "../http/send.ts";
import { type Backend, createBackend } from "../options/backend.ts";
import type { Platform } from "../platform/platform.ts";
import type { CallScope } from "../scope/call-scope.ts";
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
  encode(request: ModelRequest): Exchange;
  decode(reply: unknown): DecodedReply;
  /** Whether replies stand in a member `response`, beside a `traceId`. */
  readonly hasEnvelope?: true;
  /** Google refused with 403, by status or within a reply: what was learned of the account may be wrong. */
  forget?(refusal: GeminiError): void;
  /** The names of the models that can be asked, as the option `model` takes them. Sends a request or some. */
  models?(scope: CallScope): Promise<readonly string[]>;
  /** Whether a 401 has shown that another account took the place of the one this was prepared for. */
  isOutdated?(): boolean;
}

/** What a backend does. Each stands in one file and keeps its differences there. */
export interface BackendDriver {
  prepare(context: BackendContext, scope: CallScope): PreparedBackend | Promise<PreparedBackend>;
}

/** Kept beside the public objects, so that their type does not expose what may change. */
const drivers = new WeakMap<Backend, BackendDriver>();

/** Makes a public backend of a driver. */
export function defineBackend(name: BackendName, driver: BackendDriver): Backend {
  const backend = createBackend(name);
  drivers.set(backend, driver);
  return backend;
}

/** The driver behind a backend. */
export function driverOf(backend: Backend): BackendDriver {
  const driver = drivers.get(backend);
  if (!driver) throw new TypeError("This backend was not made by defineBackend().");
  return driver;
}
