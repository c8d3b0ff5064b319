import type { GeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "./call-scope.ts";
import type { HttpResponse } from "./http.ts";

/**
 * The idle deadline of one body. It fails the reading and not the whole call, which may try again: when it passes, the
 * body is discarded, its reader ends or fails, and {@link IdleWatch.stalled} says why.
 */
export class IdleWatch {
  readonly #response: HttpResponse;
  readonly #scope: CallScope;
  #stalled: GeminiError | undefined;

  constructor(response: HttpResponse, scope: CallScope) {
    this.#response = response;
    this.#scope = scope;
    this.restart();
  }

  /** Something came: the deadline starts anew. */
  restart(): void {
    this.#scope.enter("idle", this.#scope.timeouts.idle, (error) => {
      // What ended the call before stays the reason.
      if (this.#scope.signal.aborted) return;
      this.#stalled = error;
      this.#response.discard();
    });
  }

  /** The error `timeout`, once the deadline has passed. */
  get stalled(): GeminiError | undefined {
    return this.#stalled;
  }
}
