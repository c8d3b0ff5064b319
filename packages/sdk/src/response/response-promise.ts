import type { GenerateContentResponse } from "./generate-content-response.ts";

/** The whole response of a stream, as a promise that is settled once. */
export class ResponsePromise {
  readonly promise: Promise<GenerateContentResponse>;
  #resolve!: (response: GenerateContentResponse) => void;
  #reject!: (error: unknown) => void;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Avoids an unhandled rejection if `response()` is never called: the iteration throws the error too.
    this.promise.catch(() => {});
  }

  reject(error: unknown): void {
    this.#reject(error);
  }

  /** Assembling the response may also fail, for instance if its text exceeds the runtime's maximum string length. */
  resolve(makeResponse: () => GenerateContentResponse): void {
    try {
      this.#resolve(makeResponse());
    } catch (error) {
      this.#reject(error);
    }
  }
}
