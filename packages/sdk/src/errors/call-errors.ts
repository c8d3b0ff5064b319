import type { GeminiErrorPhase } from "./codes.ts";
import { GeminiError } from "./gemini-error.ts";

/** A call on a client after `close()`, or one that `close()` ended. */
export function clientClosed(phase: GeminiErrorPhase = "options"): GeminiError {
  return new GeminiError({
    code: "client_closed",
    phase,
    summary: "The client is closed.",
    remedy: "Create a new GeminiClient; close() is final.",
  });
}

/** A message sent from inside the loop over the same conversation's stream: each would wait for the other forever. */
export function conversationBusy(): GeminiError {
  return new GeminiError({
    code: "conversation_busy",
    phase: "queue",
    summary: "A message was sent from inside the loop over a stream of the same conversation.",
    remedy: "Finish or break out of the loop first, or send on client.fork() or with client.generate().",
  });
}

/** `client.fork()` got an argument. */
export function forkTakesNothing(): GeminiError {
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    summary: "`client.fork()` takes no options.",
    remedy: "Use `client.chat(options)` for a new chat, or `client.defaultChat.fork(options)` for a copy of this one.",
  });
}

/** A second iterator over one stream. */
export function streamConsumed(): GeminiError {
  return new GeminiError({
    code: "stream_consumed",
    phase: "options",
    summary: "This stream already has an iterator, and a stream can be read only once.",
    remedy: "Use response() for the whole answer, or start another stream.",
  });
}

/** Something that the chosen backend or runtime cannot do. */
export function unsupported(what: string, backend: string, instead: string): GeminiError {
  return new GeminiError({
    code: "unsupported",
    phase: "options",
    summary: `${what} is not available on ${backend}.`,
    remedy: instead,
  });
}
