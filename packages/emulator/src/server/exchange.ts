import type { EmulatedService } from "../backend.ts";
import type { ContentFault } from "../faults/fault.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { StreamReply } from "../reply/stream-reply.ts";
import type { EmulatorState } from "../state.ts";

/** One request on its way through an endpoint. */
export interface Exchange {
  readonly state: EmulatorState;
  readonly headers: Headers;
  readonly url: URL;
  /** The named pieces of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly bodyText: string;
  /** What is to become of generated content. */
  readonly fault: ContentFault | undefined;
}

/** What an endpoint answers: a whole reply, or the values of a stream. */
export type Reply = Response | StreamReply;

/** One operation of a service. */
export interface Endpoint {
  readonly backend: EmulatedService;
  readonly operation: string;
  readonly method: "GET" | "POST";
  /** A path in the router's notation; `:call{…}` pieces hold a model and an operation, as in `gemini-3.8-flash:countTokens`. */
  readonly path: string;
  /** Answers, or throws a `GoogleError`. */
  readonly handle: (exchange: Exchange) => Reply | Promise<Reply>;
}

/** The model that the path names, such as `gemini-3.8-flash` in `models/gemini-3.8-flash:countTokens`. */
export function pathModel(params: Readonly<Record<string, string>>): string | undefined {
  return params.call?.split(":")[0];
}

/**
 * The JSON body; an empty one is an empty message.
 *
 * @throws GoogleError `INVALID_ARGUMENT` where it cannot be parsed.
 */
export function readJson(exchange: Exchange): unknown {
  if (exchange.bodyText.trim() === "") return {};
  try {
    return JSON.parse(exchange.bodyText);
  } catch {
    throw invalidArgument("Invalid JSON payload received. Unexpected token.");
  }
}
