import type { HttpInfo } from "../errors/http-info.ts";
import type { Content } from "../wire/content.ts";
import type { Accumulator } from "./accumulator.ts";

/** What a response makes of what was received when it is first read, and keeps. */
export class ResponseDetails {
  readonly received: Accumulator;
  readonly #makeContents: () => readonly Content[];
  #contents: readonly Content[] | undefined;
  #http: HttpInfo | undefined;
  #raw: readonly unknown[] | undefined;

  constructor(received: Accumulator, makeContents: () => readonly Content[]) {
    this.received = received;
    this.#makeContents = makeContents;
  }

  get contents(): readonly Content[] {
    this.#contents ??= this.#makeContents();
    return this.#contents;
  }

  get http(): HttpInfo {
    this.#http ??= this.received.http();
    return this.#http;
  }

  get raw(): readonly unknown[] {
    this.#raw ??= this.received.raw();
    return this.#raw;
  }
}
