import type { GeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "../scope/call-scope.ts";
import { IdleWatch } from "../scope/idle-watch.ts";
import { brokenBody } from "./broken-body.ts";
import type { ResponseBody } from "./http.ts";
import { joinBytes } from "./join-bytes.ts";
import type { Sink } from "./sink.ts";

/** A body whose first bytes can be looked at before somebody reads it. */
export class PeekedBody implements ResponseBody, Sink<Uint8Array> {
  readonly #body: ResponseBody;
  readonly #pieces: Uint8Array[] = [];
  #size = 0;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #reader: Sink<Uint8Array> | undefined;
  #onPeeked: () => void = () => {};

  constructor(body: ResponseBody) {
    this.#body = body;
  }

  /** Resolves with the first bytes: at least `count`, unless the body is shorter or breaks. Call it once, before `read`. */
  peek(count: number, scope: CallScope): Promise<Uint8Array> {
    return new Promise((resolve) => {
      const onStalled = (stalled: GeminiError) => {
        this.#body.discard();
        this.fail(stalled);
      };
      const idle = new IdleWatch(scope, onStalled, scope.timeouts.firstEvent);
      this.#onPeeked = () => {
        if (this.#size < count && !this.#ended && !this.#failure) return;
        idle.rest();
        this.#onPeeked = () => {};
        this.#body.pause();
        resolve(joinBytes(this.#pieces));
      };
      this.#body.read(this);
    });
  }

  read(reader: Sink<Uint8Array>): void {
    try {
      for (const piece of this.#pieces.splice(0)) {
        reader.push(piece);
        reader.flush();
      }
      this.#reader = reader;
      if (this.#failure) reader.fail(this.#failure.error);
      else if (this.#ended) reader.end();
      else this.#body.resume();
    } catch (error) {
      this.#body.discard();
      reader.fail(brokenBody(error));
    }
  }

  pause(): void {
    this.#body.pause();
  }

  resume(): void {
    this.#body.resume();
  }

  discard(): void {
    this.#body.discard();
  }

  push(piece: Uint8Array): void {
    if (this.#reader) {
      this.#reader.push(piece);
      return;
    }
    this.#pieces.push(piece);
    this.#size += piece.length;
  }

  flush(): void {
    this.#reader?.flush();
    this.#onPeeked();
  }

  end(): void {
    this.#ended = true;
    this.#reader?.end();
    this.#onPeeked();
  }

  fail(error: unknown): void {
    this.#failure = { error };
    this.#reader?.fail(error);
    this.#onPeeked();
  }
}
