/**
 * A kept-alive socket that the server had closed just as we sent on it: nothing was processed, so the one immediate
 * repetition is safe. Stays within the transport.
 */
export class StaleSocket extends Error {
  readonly host: string;
  readonly code: string;

  constructor(host: string, code: string) {
    super("stale keep-alive socket");
    this.host = host;
    this.code = code;
  }
}
