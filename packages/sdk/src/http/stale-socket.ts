/**
 * A kept-alive socket that the server closed just as the request was sent: nothing was processed, so one immediate retry
 * is safe. Never leaves the transport.
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
