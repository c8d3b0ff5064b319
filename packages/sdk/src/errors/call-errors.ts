import type { GeminiErrorPhase } from "./codes.ts";
import { GeminiError } from "./gemini-error.ts";

/** A call on a client after `close()`, or one that it ended on its way. */
export function clientClosed(phase: GeminiErrorPhase = "options"): GeminiError {
  return new GeminiError({
    code: "client_closed",
    phase,
    summary: "The client is closed.",
    remedy: "Make a new GeminiClient; close() is final.",
  });
}

/** A send from inside the loop over the same client's stream: it would wait for the loop, and the loop for it. */
export function conversationBusy(): GeminiError {
  return new GeminiError({
    code: "conversation_busy",
    phase: "queue",
    summary: "A message was sent from inside the loop over a stream of the same conversation.",
    remedy: "Finish or break out of the loop first, or send on client.fork() or with client.generate().",
  });
}

/** A second iterator over one stream. */
export function streamConsumed(): GeminiError {
  return new GeminiError({
    code: "stream_consumed",
    phase: "options",
    summary: "This stream has an iterator already, and a stream can be read once.",
    remedy: "Use response() for the whole answer, or start another stream.",
  });
}

/** Something that the chosen backend has no way to do. */
export function unsupported(what: string, backend: string, instead: string): GeminiError {
  return new GeminiError({
    code: "unsupported",
    phase: "options",
    summary: `${what} is not available on ${backend}.`,
    remedy: instead,
  });
}
