import { type StreamReply, streamFrames } from "../reply/stream-reply.ts";
import type { Fault } from "./fault.ts";

/**
 * The frames of a stream with its faults: an error as an event, an event that is no JSON.
 *
 * @param error Gives the error that is to come as an event.
 */
export function faultFrames(reply: StreamReply, fault: Fault, error: () => unknown): readonly string[] {
  const { errorAfterEvents, malformedEvent } = fault;
  const values = errorAfterEvents === undefined ? reply.values : [...reply.values.slice(0, errorAfterEvents), error()];
  return streamFrames({ ...reply, values }, (value, index) => {
    const json = JSON.stringify(value);
    return index === malformedEvent ? half(json) : json;
  });
}

/** The first half of a text. */
export function half(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}
