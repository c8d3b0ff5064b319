import { responseTooLarge } from "../errors/connection-errors.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { IdleWatch } from "../scope/idle-watch.ts";
import type { HttpResponse } from "./http.ts";
import { joinBytes } from "./join-bytes.ts";

/** The body of a refusal is for reading by people; this much of it is enough. */
const LONGEST_REFUSAL_BYTES = 64 * 1024;

/** The whole body as text. Fails as {@link readBytes} does. */
export async function readText(response: HttpResponse, scope: CallScope, limit: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(response, scope, limit));
}

/** The whole body. Fails with `response_too_large` above the limit (bytes, after decompression). */
export function readBytes(response: HttpResponse, scope: CallScope, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let size = 0;
    const idle = new IdleWatch(scope, (stalled) => {
      reject(stalled);
      response.body.discard();
    });
    response.body.read({
      data: (piece) => {
        idle.progress();
        size += piece.length;
        if (size > limit) throw responseTooLarge("The reply", limit);
        pieces.push(piece);
      },
      end: () => {
        scope.enterPhase("reply");
        resolve(pieces.length === 1 && pieces[0] ? pieces[0] : joinBytes(pieces));
      },
      fail: reject,
    });
  });
}

/** What an error reply says: at most 64 KiB, and what came of it where the rest is lost. */
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
    // Not started anew by every piece: nobody waits longer than this for the words of a refusal.
    void new IdleWatch(scope, enough);
    response.body.read({
      data: (piece) => {
        pieces.push(piece);
        size += piece.length;
        if (size >= LONGEST_REFUSAL_BYTES) enough();
      },
      end: finish,
      // The status alone says what happened; only the end of the whole call outweighs it.
      fail: (error) => (scope.signal.aborted ? reject(error) : finish()),
    });
  });
}
