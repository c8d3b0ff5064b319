import { createHttp } from "#http";
import type { Http, HttpOptions } from "../http/http.ts";
import { createTransport, type Transport } from "../http/send.ts";

/** Sockets that a client and its forks share; the last one closes them. */
export class Connections {
  readonly transport: Transport;
  readonly #http: Http;
  readonly #closing = new AbortController();
  #users = 1;

  constructor(options: HttpOptions) {
    this.#http = createHttp(options);
    this.transport = createTransport(this.#http, this.#closing.signal);
  }

  /** Adds a user of the same sockets. */
  share(): Connections {
    this.#users += 1;
    return this;
  }

  /** Removes a user. The last one closes the sockets. */
  release(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#http.close();
    this.#closing.abort();
  }
}
