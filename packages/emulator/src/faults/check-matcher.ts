import { operations, unknownOperation } from "../operations.ts";
import { checkMembers, type MemberChecks } from "../validation/check-members.ts";
import { isCount, type MemberCheck, oneOf } from "../validation/member-check.ts";
import { modelName } from "../validation/model-name.ts";
import { unknownName } from "../validation/unknown-name.ts";
import type { CallMatcher, RequestMatcher } from "./matcher.ts";

const isFromOne = (value: unknown) => isCount(value) && value > 0;

const path: MemberCheck = (value) =>
  value instanceof RegExp || (typeof value === "string" && /^\/[^?]*$/.test(value))
    ? undefined
    : "a string or a regular expression; a string is the whole path, from its / on, without the query";

const requestChecks: MemberChecks<RequestMatcher> = {
  method: (value) =>
    typeof value === "string" && /^[A-Z]+$/.test(value) ? undefined : "a string in upper case, such as POST",
  path,
  operation: (value) => (typeof value === "string" ? undefined : "a string"),
  backend: oneOf(...Object.keys(operations)),
  model: modelName,
};

const callChecks: MemberChecks<CallMatcher> = {
  ...requestChecks,
  call: (value) =>
    typeof value === "function" || isFromOne(value) || isFromOne((value as { every?: unknown } | null)?.every)
      ? undefined
      : "a whole number from 1, { every: such a number }, or a function",
  times: (value) => (isFromOne(value) ? undefined : "a whole number from 1"),
};

/**
 * Checks a matcher that came from outside.
 *
 * @param counts Whether it may count calls, as a rule's may.
 * @throws Error that names the member at fault, and what is allowed.
 */
export function checkMatcher(matcher: CallMatcher, counts: boolean): void {
  if (counts) checkMembers("A matcher", matcher, callChecks);
  else checkMembers<RequestMatcher>("A matcher of next()", matcher, requestChecks);
  checkOperation(matcher);
}

// Of one that does not exist nobody would ever hear again.
function checkOperation({ operation, backend }: RequestMatcher): void {
  if (operation === undefined || operation === unknownOperation) return;
  const known: readonly string[] = backend ? operations[backend] : [...new Set(Object.values(operations).flat())];
  if (known.includes(operation)) return;
  const owner = backend ? `"${backend}"` : "The emulator";
  throw unknownName(`${owner} has no operation "${operation}"`, operation, known);
}
