import type { EmulatorCall } from "../call.ts";
import { contentProperties, isContentOnly } from "./content-properties.ts";
import { tokenErrorNames } from "./errors/error-names.ts";
import { tokenEndpointErrors } from "./errors/token-errors.ts";
import type { Fault } from "./fault.ts";
import { isForContent, type RequestMatcher } from "./matcher.ts";

const tokenPath = "/token";

/** The endpoints that a matcher matches. "unclear" if a regular expression decides. */
type Target = "token" | "others" | "everything" | "unclear";

/**
 * Checks that a fault can apply to the endpoints which a matcher matches: that they have the named error, and generate content
 * if the fault is an answer.
 *
 * @param queued Whether the fault is for the next request, which generates content unless the matcher names others.
 * @throws Error that says which endpoint has the error, which errors the endpoint has, or which operations have answers.
 */
export function checkTarget(fault: Fault, matcher: RequestMatcher, queued: boolean): void {
  const { error } = fault;
  if (isContentOnly(fault) && generatesNothing(matcher)) throw noContent(fault);
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

/** Whether it is certain that a matcher matches no call that generates content. */
function generatesNothing({ operation, backend, path }: RequestMatcher): boolean {
  if (operation !== undefined && operation !== "generateContent" && operation !== "streamGenerateContent") return true;
  return backend === "oauth" || (typeof path === "string" && !/:(?:streamG|g)enerateContent$/.test(path));
}

function noContent(fault: Fault): Error {
  const name = contentProperties.find((property) => fault[property] !== undefined);
  return new Error(
    `"${name}" is for generateContent and streamGenerateContent, which the matcher excludes. For the response of another operation, use "body".`,
  );
}

function isTokenError(error: NonNullable<Fault["error"]>): boolean {
  return (tokenErrorNames as readonly string[]).includes(error);
}

function misplaced(error: string): Error {
  return new Error(
    `"${error}" is an error of the token endpoint: use the matcher { operation: "token" }. For an invalid token on another endpoint, use "unauthenticated".`,
  );
}
