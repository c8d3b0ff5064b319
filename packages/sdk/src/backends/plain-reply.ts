import { responseInvalid } from "../errors/connection-errors.ts";
import type { GenerateContentPayload } from "../wire/generate.ts";
import type { DecodedReply } from "./backend.ts";

/** A reply without an envelope. Fails with `response_invalid` for what is no object. */
export function decodePlainReply(reply: unknown): DecodedReply {
  if (typeof reply !== "object" || reply === null || Array.isArray(reply)) {
    throw responseInvalid("it is JSON, and not an object");
  }
  return { payload: reply as GenerateContentPayload, traceId: undefined };
}
