import type { EmulatorCall } from "../call.ts";
import { tokenErrorNames } from "./errors/error-names.ts";
import { tokenEndpointErrors } from "./errors/token-errors.ts";
import type { Fault } from "./fault.ts";
import { isForContent, type RequestMatcher } from "./matcher.ts";

const tokenPath = "/token";

/** The endpoints that a matcher matches. "unclear" if a regular expression decides. */
type Target = "token" | "others" | "everything" | "unclear";

/**
 * Checks that the endpoints which a matcher matches have the named error.
 *
 * @param queued Whether the fault is for the next request, which generates content unless the matcher names others.
 * @throws Error that says which endpoint has the error, or which errors the endpoint has.
 */
export function checkTarget({ error }: Fault, matcher: RequestMatcher, queued: boolean): void {
  if (error === undefined) return;
  const target = targetOf(matcher, queued);
  if (isTokenError(error) && (target === "others" || target === "everything")) throw misplaced(error);
  if (target === "token" && !tokenEndpointErrors.includes(error)) {
    throw new Error(`The token endpoint has no error "${error}". Allowed: ${tokenEndpointErrors.join(", ")}.`);
  }
}

/** Checks the fault that a function returned for a call. @throws Error that says which endpoint has the error. */
export function checkTargetOf(call: EmulatorCall, { error }: Fault): void {
  if (error !== undefined && isTokenError(error) && call.backend !== "oauth") throw misplaced(error);
}

function targetOf(matcher: RequestMatcher, queued: boolean): Target {
  const { operation, backend, path, model, prompt, functionResponse } = matcher;
  if (operation !== undefined) return operation === "token" ? "token" : "others";
  const ofContent = model ?? prompt ?? functionResponse;
  if (ofContent !== undefined || (backend !== undefined && backend !== "oauth")) return "others";
  if (typeof path === "string") return path === tokenPath ? "token" : "others";
  if (path !== undefined) return tokenPath.search(path) < 0 ? "others" : "unclear";
  if (backend === "oauth") return "token";
  return queued && isForContent(matcher) ? "others" : "everything";
}

function isTokenError(error: NonNullable<Fault["error"]>): boolean {
  return (tokenErrorNames as readonly string[]).includes(error);
}

function misplaced(error: string): Error {
  return new Error(
    `"${error}" is an error of the token endpoint: use the matcher { operation: "token" }. For an invalid token on another endpoint, use "unauthenticated".`,
  );
}
