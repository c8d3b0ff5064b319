import { responseTooLarge } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { IdleWatch } from "../scope/idle-watch.ts";
import type { HttpResponse } from "./http.ts";
import { joinBytes } from "./join-bytes.ts";

/** Maximum size of an error body, which is kept for debugging. */
const LONGEST_REFUSAL_BYTES = 64 * 1024;

/** Returns the whole body as text. Fails with the errors of {@link readBytes}. */
export async function readText(response: HttpResponse, scope: CallScope, limit: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(response, scope, limit));
}

/**
 * Returns the whole body. Fails with `response_too_large` above the limit (bytes, after decompression). `firstMs`: the deadline
 * up to the first bytes.
 */
export function readBytes(
  response: HttpResponse,
  scope: CallScope,
  limit: number,
  firstMs = scope.timeouts.idle,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let size = 0;
    const onStalled = (stalled: GeminiError) => {
      reject(stalled);
      response.body.discard();
    };
    const idle = new IdleWatch(scope, onStalled, firstMs);
    response.body.read({
      push: (piece) => {
        idle.progress();
        idle.begin();
        size += piece.length;
        if (size > limit) throw responseTooLarge("The response", limit);
        pieces.push(piece);
      },
      flush: () => {},
      end: () => {
        scope.enterPhase("reply");
        resolve(pieces.length === 1 && pieces[0] ? pieces[0] : joinBytes(pieces));
      },
      fail: reject,
    });
  });
}

/** Returns the text of an error body: at most 64 KiB, or the part that arrived if the body breaks or stalls. */
export function readRefusal(response: HttpResponse, scope: CallScope): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let size = 0;
    const finish = () => {
      scope.enterPhase("reply");
      resolve(new TextDecoder().decode(joinBytes(pieces).subarray(0, LONGEST_REFUSAL_BYTES)));
    };
    const enough = () => {
      response.body.discard();
      finish();
    };
    // Pieces do not restart the deadline, so it limits the wait for the whole text.
    void new IdleWatch(scope, enough);
    response.body.read({
      push: (piece) => {
        pieces.push(piece);
        size += piece.length;
        if (size >= LONGEST_REFUSAL_BYTES) enough();
      },
      flush: () => {},
      end: finish,
      // The status is enough for the error, unless the whole call has ended.
      fail: (error) => (scope.signal.aborted ? reject(error) : finish()),
    });
  });
}
