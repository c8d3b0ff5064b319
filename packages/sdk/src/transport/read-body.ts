import { responseTooLarge } from "../errors/connection-errors.ts";
import type { CallScope } from "./call-scope.ts";
import type { HttpResponse } from "./http.ts";
import { IdleWatch } from "./idle-watch.ts";
import { joinBytes, SseDecoder } from "./sse-decoder.ts";

/** The body of a refusal is for reading by people; this much of it is enough. */
const LONGEST_REFUSAL_BYTES = 64 * 1024;

/** The whole body as text. Fails with `response_too_large` above the limit (bytes, after decompression). */
export async function readText(response: HttpResponse, scope: CallScope, limit: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const idle = new IdleWatch(response, scope);
  try {
    for await (const piece of response.body) {
      idle.restart();
      size += piece.length;
      if (size > limit) throw responseTooLarge("The reply", limit);
      pieces.push(piece);
    }
  } catch (error) {
    throw idle.stalled ?? error;
  }
  if (idle.stalled) throw idle.stalled;
  scope.enter("reply");
  return new TextDecoder().decode(joinBytes(pieces));
}

/** What an error reply says: at most 64 KiB, and what came of it where the rest is lost. */
export async function readRefusal(response: HttpResponse, scope: CallScope): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  // Not started anew by every piece: nobody waits longer than this for the words of a refusal.
  void new IdleWatch(response, scope);
  try {
    for await (const piece of response.body) {
      pieces.push(piece);
      size += piece.length;
      if (size >= LONGEST_REFUSAL_BYTES) break;
    }
  } catch (error) {
    // The status alone says what happened; only the end of the whole call outweighs it.
    if (scope.signal.aborted) throw error;
  }
  scope.enter("reply");
  return new TextDecoder().decode(joinBytes(pieces).subarray(0, LONGEST_REFUSAL_BYTES));
}

/**
 * The events of an event stream; those that one network chunk completes come together. The idle deadline runs from
 * event to event, so that comments do not keep a stalled stream alive, and rests while the reader works.
 */
export async function* readEvents(
  response: HttpResponse,
  scope: CallScope,
  limit: number,
): AsyncGenerator<readonly string[], void, undefined> {
  const decoder = new SseDecoder();
  let size = 0;
  const idle = new IdleWatch(response, scope);
  try {
    for await (const piece of response.body) {
      size += piece.length;
      if (size > limit) throw responseTooLarge("The answer", limit);
      const events = decoder.push(piece);
      if (events.length === 0) continue;
      scope.pause();
      yield events;
      idle.restart();
    }
  } catch (error) {
    throw idle.stalled ?? error;
  }
  if (idle.stalled) throw idle.stalled;
}
