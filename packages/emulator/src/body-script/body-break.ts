const codes = { cut: "UND_ERR_SOCKET", reset: "ECONNRESET" } as const;

/** A connection that is closed or reset in the middle of a body. The standard `fetch` reports both as this `TypeError`. */
export class BodyBreak extends TypeError {
  readonly how: "cut" | "reset";

  constructor(how: "cut" | "reset") {
    super("terminated", { cause: brokenConnection(how) });
    this.how = how;
  }
}

/** The error of the standard `fetch` for a connection that breaks before the headers. */
export function fetchFailed(how: "cut" | "reset"): TypeError {
  return new TypeError("fetch failed", { cause: brokenConnection(how) });
}

function brokenConnection(how: "cut" | "reset"): Error {
  const message = how === "cut" ? "other side closed" : "read ECONNRESET";
  return Object.assign(new Error(message), { code: codes[how] });
}
