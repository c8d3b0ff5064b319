import type { GeminiErrorFields } from "../errors/error-init.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import type { BodyPiece } from "../http/http.ts";
import type { ApiRequest, Authorizer, Transport } from "../http/send.ts";
import { type Backend, createBackend } from "../options/backend.ts";
import type { Platform } from "../platform/platform.ts";
import type { Origins } from "../refusals/origins.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { SharedWork } from "../scope/shared-work.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { GenerateContentPayload, GenerateContentRequest } from "../wire/generate.ts";

/** The parts of the client that a backend needs: its connections, and the project from its options. */
export interface BackendContext {
  readonly platform: Platform;
  readonly transport: Transport;
  readonly project: string | undefined;
}

/** UUIDs, for services that require them. */
export interface RequestIds {
  /** Identifies the conversation. */
  readonly session: string;
  /** Identifies the prompt. */
  readonly prompt: string;
}

/**
 * A Gemini request without an envelope. `contents` is already JSON: each piece is one turn, or several turns separated
 * by commas.
 */
export interface ModelRequest {
  readonly operation: "generateContent" | "streamGenerateContent";
  readonly model: string;
  /** The option or variable that names the model. */
  readonly namedBy: string;
  readonly contents: readonly BodyPiece[];
  /** The rest of the request. */
  readonly rest: Omit<GenerateContentRequest, "contents">;
  readonly ids: RequestIds;
  /** The caller's own headers, which replace those of the backend. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One response, or one event of a stream, without its envelope. */
export interface DecodedReply {
  readonly payload: GenerateContentPayload;
  readonly traceId: string | undefined;
}

/** A backend that is signed in, with a project if it needs one. Encoding and decoding are pure. */
export interface PreparedBackend {
  readonly authorizer: Authorizer;
  /** What named the project and the address, for the remedies of refusals. */
  readonly origins?: Origins | undefined;
  /** Returns the request, with the authorizer and the origins of this backend. */
  encode(request: ModelRequest): ApiRequest;
  decode(reply: unknown): DecodedReply;
  /** Whether responses are wrapped in an object with the members `response` and `traceId`. */
  readonly hasEnvelope?: true;
  /** Called after a 403, as a status or within a response: the cached facts about the account may be wrong. */
  onRefused?(refusal: GeminiError): void;
  /** The names of the available models, in the form of the option `model`. Sends one or more requests. */
  listModels?(scope: CallScope): Promise<readonly string[]>;
  /** What to change if a model that is listed gets a 404 all the same. */
  readonly elsewhere?: Pick<GeminiErrorFields, "remedy" | "option" | "variable"> | undefined;
  /** Whether another account has signed in since this backend was prepared. Called after a 401. */
  accountChanged?(): boolean;
}

/** The implementation of a backend. Each driver is one file with all code that is specific to its backend. */
export interface BackendDriver {
  prepare(context: BackendContext, scope: CallScope): PreparedBackend | Promise<PreparedBackend>;
}

/** The drivers of the public objects. Not members, so that the public type does not expose them. */
const drivers = new WeakMap<Backend, BackendDriver>();

/** Creates a public backend with this driver. */
export function defineBackend(name: BackendName, driver: BackendDriver): Backend {
  const backend = createBackend(name);
  drivers.set(backend, driver);
  return backend;
}

/**
 * Creates a backend whose driver is loaded at the first call: most programs use one backend, and should not load the
 * code of the others. All calls share one driver. If loading fails, for example for lack of file descriptors, the next
 * call loads it again.
 */
export function defineLazyBackend(name: BackendName, load: () => Promise<BackendDriver>): Backend {
  const driver = new SharedWork<BackendDriver>({ unattended: "continue", keepsResult: true });
  return defineBackend(name, {
    prepare: async (context, scope) => (await driver.join(scope, load)).prepare(context, scope),
  });
}

/** The driver of a backend. */
export function driverOf(backend: Backend): BackendDriver {
  const driver = drivers.get(backend);
  if (!driver) throw new TypeError("This backend was not created by defineBackend().");
  return driver;
}
