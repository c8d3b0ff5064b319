import { responseTooLarge } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { IdleWatch } from "../scope/idle-watch.ts";
import type { HttpResponse } from "./http.ts";
import { joinBytes } from "./join-bytes.ts";
import type { Sink } from "./sink.ts";

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
    response.body.read(new WholeBody({ response, scope, limit, firstMs, resolve, reject }));
  });
}

interface WholeBodyInit {
  readonly response: HttpResponse;
  readonly scope: CallScope;
  readonly limit: number;
  readonly firstMs: number;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: unknown) => void;
}

/** Collects a body. */
class WholeBody implements Sink<Uint8Array> {
  readonly #init: WholeBodyInit;
  readonly #idle: IdleWatch;
  readonly #pieces: Uint8Array[] = [];
  #size = 0;

  constructor(init: WholeBodyInit) {
    this.#init = init;
    this.#idle = new IdleWatch(init.scope, (stalled) => this.#stop(stalled), init.firstMs);
  }

  push(piece: Uint8Array): void {
    this.#idle.progress();
    this.#idle.begin();
    this.#size += piece.length;
    if (this.#size > this.#init.limit) throw responseTooLarge("The response", this.#init.limit);
    this.#pieces.push(piece);
  }

  flush(): void {}

  end(): void {
    this.#init.scope.enterPhase("reply");
    const [first] = this.#pieces;
    this.#init.resolve(this.#pieces.length === 1 && first ? first : joinBytes(this.#pieces));
  }

  fail(error: unknown): void {
    this.#init.reject(error);
  }

  #stop(stalled: GeminiError): void {
    this.#init.reject(stalled);
    this.#init.response.body.discard();
  }
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
