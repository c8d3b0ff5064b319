import type { EmulatedService } from "../backend.ts";
import type { ContentFault } from "../faults/fault.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { StreamReply } from "../reply/stream-reply.ts";
import type { EmulatorState } from "../state.ts";

/** One request to an endpoint. */
export interface Exchange {
  readonly state: EmulatorState;
  readonly headers: Headers;
  readonly url: URL;
  /** The named parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly bodyText: string;
  /** The fault to apply to generated content. */
  readonly fault: ContentFault | undefined;
}

/** The reply of an endpoint: a whole response, or the values of a stream. */
export type Reply = Response | StreamReply;

/** What the handler of an endpoint made of a request. */
export interface Handled {
  readonly reply: Reply;
  /** Whether it refused the request, with an error. */
  readonly isRefusal: boolean;
}

/** One operation of a service. */
export interface Endpoint {
  readonly backend: EmulatedService;
  readonly operation: string;
  readonly method: "GET" | "POST";
  /** The path in the router's notation. A `:call{…}` matches model and operation, as in `gemini-3.8-flash:countTokens`. */
  readonly path: string;
  /** Replies, or throws a `GoogleError`. */
  readonly handle: (exchange: Exchange) => Reply | Promise<Reply>;
}

/** The model in the path, such as `gemini-3.8-flash` in `models/gemini-3.8-flash:countTokens`. */
export function pathModel(params: Readonly<Record<string, string>>): string | undefined {
  return params.call?.split(":")[0];
}

/**
 * Parses the JSON body. An empty body is an empty message.
 *
 * @throws GoogleError `INVALID_ARGUMENT` for invalid JSON.
 */
export function readJson(exchange: Exchange): unknown {
  if (exchange.bodyText.trim() === "") return {};
  try {
    return JSON.parse(exchange.bodyText);
  } catch {
    throw invalidArgument("Invalid JSON payload received. Unexpected token.");
  }
}
