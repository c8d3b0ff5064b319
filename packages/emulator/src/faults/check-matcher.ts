import { operations, unknownOperation } from "../operations.ts";
import { checkProperties, type PropertyChecks } from "../validation/check-properties.ts";
import { isCount, modelName, oneOf, type PropertyCheck } from "../validation/property-check.ts";
import { hintsFrom, unknownName } from "../validation/unknown-name.ts";
import { faultProperties } from "./fault-properties.ts";
import type { CallMatcher, RequestMatcher } from "./matcher.ts";

const isFromOne = (value: unknown) => isCount(value) && value > 0;

function isEvery(value: unknown): boolean {
  const { every, ...others } = Object(value) as { readonly every?: unknown };
  return isFromOne(every) && Object.keys(others).length === 0;
}

const path: PropertyCheck = (value) =>
  value instanceof RegExp || (typeof value === "string" && /^\/[^?]*$/.test(value))
    ? undefined
    : "a string or a regular expression; a string is the whole path with its first /, without the query";

const requestChecks: PropertyChecks<RequestMatcher> = {
  method: (value) =>
    typeof value === "string" && /^[A-Z]+$/.test(value) ? undefined : "a string in upper case, such as POST",
  path,
  operation: (value) => (typeof value === "string" ? undefined : "a string"),
  backend: oneOf(...Object.keys(operations)),
  model: modelName,
  prompt: (value) =>
    (typeof value === "string" && value !== "") || value instanceof RegExp || typeof value === "function"
      ? undefined
      : "a part of the prompt, a regular expression or a function",
  functionResponse: (value) =>
    (typeof value === "string" && value !== "") || typeof value === "function"
      ? undefined
      : "the name of a function, or a function from a result to true or false",
};

const faultNames = Object.keys(faultProperties);

const EXAMPLE = "{ prompt: /weather/ }";

const matcherHints = hintsFrom([
  ["contains content contents includes match message user", '"prompt"'],
  ["pathname route url", '"path"'],
  ["toolResult functionResult", '"functionResponse"'],
  ["count every index nth", '"call"'],
  ["once", '"times": 1'],
  ["filter predicate test when where", '"prompt" or "call", which can be a function'],
]);

const callChecks: PropertyChecks<CallMatcher> = {
  ...requestChecks,
  call: (value) =>
    typeof value === "function" || isFromOne(value) || isEvery(value)
      ? undefined
      : "a whole number from 1, { every: such a number }, or a function",
  times: (value) => (isFromOne(value) ? undefined : "a whole number from 1"),
};

/** The properties of a matcher. No fault has one of these names. */
export const matcherProperties: readonly string[] = Object.keys(callChecks);

/**
 * Checks a matcher.
 *
 * @param counts Whether it may count calls: that of a rule may, that of `next()` may not.
 * @throws Error that names the invalid property, and what is allowed.
 */
export function checkMatcher(matcher: CallMatcher, counts: boolean): void {
  checkPlace(matcher);
  if (counts) checkProperties("A matcher", matcher, callChecks, EXAMPLE, matcherHints);
  else checkProperties<RequestMatcher>("A matcher of next()", matcher, requestChecks, EXAMPLE, matcherHints);
  checkOperation(matcher);
}

/** `on()` takes the matcher first, `next()` the answer. */
function checkPlace(matcher: object): void {
  const misplaced = faultNames.find((name) => Object.hasOwn(Object(matcher), name));
  if (misplaced === undefined) return;
  throw new Error(
    `"${misplaced}" belongs to the answer, not to the matcher: next({ ${misplaced}: … }, { prompt: /weather/ }) or on({ prompt: /weather/ }, { ${misplaced}: … }).`,
  );
}

// A fault for an operation that does not exist would never apply, and nothing would say so.
function checkOperation({ operation, backend }: RequestMatcher): void {
  if (operation === undefined || operation === unknownOperation) return;
  const known: readonly string[] = backend ? operations[backend] : [...new Set(Object.values(operations).flat())];
  if (known.includes(operation)) return;
  const owner = backend ? `"${backend}"` : "The emulator";
  throw unknownName(`${owner} has no operation "${operation}"`, operation, known);
}
