import { responseInvalid, streamInterrupted } from "../errors/connection-errors.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import { systemCode } from "./system-code.ts";

/** Returns the typed error for a body that broke. */
export function brokenBody(error: unknown): GeminiError {
  if (error instanceof GeminiError) return error;
  const code = systemCode(error);
  // zlib reports a missing end as Z_BUF_ERROR, and damage by its other codes.
  if (code === "Z_BUF_ERROR") return streamInterrupted("the compressed body ends early");
  if (/^(?:Z_|ERR_BROTLI|ERR__ERROR|ERR_PADDING)/.test(code)) {
    return responseInvalid(`its compression is damaged (${code})`);
  }
  return streamInterrupted(`the connection broke (${code})`);
}
