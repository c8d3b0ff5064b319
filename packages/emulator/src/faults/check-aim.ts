import type { EmulatorCall } from "../call.ts";
import { tokenErrorNames } from "./errors/error-names.ts";
import { tokenEndpointErrors } from "./errors/token-errors.ts";
import type { Fault } from "./fault.ts";
import { isForContent, type RequestMatcher } from "./matcher.ts";

const tokenPath = "/token";

/** What a fault is aimed at. Where an expression decides, only the requests will show. */
type Aim = "token" | "others" | "everything" | "unclear";

/**
 * Checks that a named refusal is one of the endpoint that the matcher leads to.
 *
 * @param queued Whether the fault is for the next request, which is one for content unless the matcher speaks of others.
 * @throws Error that says where the refusal belongs, or which ones there are.
 */
export function checkAim({ error }: Fault, matcher: RequestMatcher, queued: boolean): void {
  if (error === undefined) return;
  const aim = aimOf(matcher, queued);
  if (isTokenError(error) && (aim === "others" || aim === "everything")) throw misplaced(error);
  if (aim === "token" && !tokenEndpointErrors.includes(error)) {
    throw new Error(`The token endpoint has no error "${error}". Allowed: ${tokenEndpointErrors.join(", ")}.`);
  }
}

/** Checks what a function gave for a call. @throws Error that says where the refusal belongs. */
export function checkAimAt(call: EmulatorCall, { error }: Fault): void {
  if (error !== undefined && isTokenError(error) && call.backend !== "oauth") throw misplaced(error);
}

function aimOf(matcher: RequestMatcher, queued: boolean): Aim {
  const { operation, backend, path, model } = matcher;
  if (operation !== undefined) return operation === "token" ? "token" : "others";
  if (model !== undefined || (backend !== undefined && backend !== "oauth")) return "others";
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
    `"${error}" is an error of the token endpoint: have its matcher say { operation: "token" }. Elsewhere a token that is no good is "unauthenticated".`,
  );
}
