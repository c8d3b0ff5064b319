import type { GeminiErrorPhase } from "./codes.ts";
import { GeminiError } from "./gemini-error.ts";

/** A call was made after `close()`, or was running when `close()` was called. */
export function clientClosed(phase: GeminiErrorPhase = "options"): GeminiError {
  return new GeminiError({
    code: "client_closed",
    phase,
    summary: "The client is closed.",
    remedy: "Create a new GeminiClient; close() is final.",
  });
}

/**
 * A message was sent from inside a loop over a stream of the same conversation, or from a function that the conversation runs
 * for the model. Both would wait for each other forever.
 */
export function conversationBusy(): GeminiError {
  return new GeminiError({
    code: "conversation_busy",
    phase: "queue",
    summary: "A message was sent from inside the loop over a stream, or from a tool, of the same conversation.",
    remedy: "Finish or break out of the loop first, or send on another chat or with client.generate().",
  });
}

/** `client.fork()` was called with an argument. */
export function forkTakesNothing(): GeminiError {
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    summary: "`client.fork()` takes no options.",
    remedy: "Use `client.chat(options)` for a new chat, or `client.defaultChat.fork(options)` for a copy of this one.",
  });
}

/** A second iterator was requested for a stream. */
export function streamConsumed(): GeminiError {
  return new GeminiError({
    code: "stream_consumed",
    phase: "options",
    summary: "This stream already has an iterator, and a stream can be read only once.",
    remedy: "Use response() for the whole response, or start another stream.",
  });
}

/** JavaScript read `chunk.text`, which other SDKs have. It would be undefined, and the text would be lost. */
export function chunkHasNoText(): GeminiError {
  return new GeminiError({
    code: "unsupported",
    phase: "options",
    summary: "A chunk has no `text`.",
    remedy: "Use `chunk.textDelta` for the new piece of the text, and `(await stream.response()).text` for all of it.",
  });
}

/** JavaScript read `stream.text`, which other SDKs have: a promise or a string. It would be undefined. */
export function streamHasNoText(): GeminiError {
  return new GeminiError({
    code: "unsupported",
    phase: "options",
    summary: "A stream has no `text`.",
    remedy: "Use `(await stream.response()).text` for the whole text, or `stream.textStream()` for its pieces.",
  });
}

/** The chosen backend or runtime does not support `what`. */
export function unsupported(what: string, backend: string, instead: string): GeminiError {
  return new GeminiError({
    code: "unsupported",
    phase: "options",
    summary: `${what} is not available on ${backend}.`,
    remedy: instead,
  });
}
