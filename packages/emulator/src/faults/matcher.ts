import type { EmulatedService } from "../backend.ts";
import type { EmulatorCall } from "../call.ts";
import { callScript } from "../script-mistake.ts";
import type { FunctionResponse } from "../wire/content.ts";

/**
 * Which requests a fault applies to. All properties must match; `{}` matches every request. A function that returns nothing (null
 * or undefined) does not match, and the array of `text.match()` is a match. If a function throws, or returns anything
 * but these, true or false, such as a promise, the response is a 400 with the reason.
 */
export interface RequestMatcher {
  /** The HTTP method, in upper case. */
  readonly method?: string;
  /** The path without the query: a string matches the whole path, a regular expression any part of it. */
  readonly path?: string | RegExp;
  /** The operation as in `calls`, such as `"streamGenerateContent"`, `"loadCodeAssist"` or `"token"`. */
  readonly operation?: string;
  /** The service. */
  readonly backend?: EmulatedService;
  /** The model, without `models/`. */
  readonly model?: string;
  /**
   * The prompt, as in `calls`: the text of the last user turn, its text parts joined by newlines. A string matches any part of it,
   * a regular expression too; a function gets the text and returns true or false. Matches no call without a `request`.
   */
  readonly prompt?: string | RegExp | ((prompt: string) => boolean);
  /**
   * A function result in the last user turn, as in `calls`: the name of its function, or a function that gets the result and returns
   * true or false.
   */
  readonly functionResponse?: string | ((functionResponse: FunctionResponse) => boolean);
}

/** Which calls a rule applies to. */
export interface CallMatcher extends RequestMatcher {
  /** Which of the matching requests, counted from 1: the n-th, every n-th, or those for which a function returns true. */
  readonly call?: number | { readonly every: number } | ((call: number) => boolean);
  /**
   * The most times that the rule applies.
   *
   * @default Infinity
   */
  readonly times?: number;
}

/** Whether a call matches. @throws ScriptMistake if a function of the matcher throws or returns what it must not. */
export function matches(matcher: RequestMatcher, call: EmulatorCall): boolean {
  const { method, path, operation, backend, model, prompt, functionResponse } = matcher;
  return (
    (method === undefined || method === call.method) &&
    (path === undefined || (typeof path === "string" ? path === call.path : call.path.search(path) >= 0)) &&
    (operation === undefined || operation === call.operation) &&
    (backend === undefined || backend === call.backend) &&
    (model === undefined || model === call.model) &&
    (prompt === undefined || matchesPrompt(prompt, call.prompt)) &&
    (functionResponse === undefined || hasResponse(functionResponse, call.functionResponses))
  );
}

function matchesPrompt(wanted: NonNullable<RequestMatcher["prompt"]>, prompt: string | undefined): boolean {
  if (prompt === undefined) return false;
  if (typeof wanted === "string") return prompt.includes(wanted);
  return typeof wanted === "function" ? decide("prompt", () => wanted(prompt)) : prompt.search(wanted) >= 0;
}

function hasResponse(
  wanted: NonNullable<RequestMatcher["functionResponse"]>,
  responses: readonly FunctionResponse[],
): boolean {
  return responses.some((one) =>
    typeof wanted === "function" ? decide("functionResponse", () => wanted(one)) : one.name === wanted,
  );
}

/** Whether the `count`-th matching request is one that `call` names. @throws ScriptMistake like `matches()`. */
export function matchesCount(call: CallMatcher["call"], count: number): boolean {
  if (call === undefined) return true;
  if (typeof call === "number") return call === count;
  return typeof call === "function" ? decide("call", () => call(count)) : count % call.every === 0;
}

function decide(property: keyof CallMatcher, run: () => unknown): boolean {
  const returned = callScript(run, {
    what: `the function "${property}" of a matcher`,
    allowed: "true or false",
    isAllowed: (value) => value == null || typeof value === "boolean" || isMatch(value),
  });
  return returned === true || isMatch(returned);
}

/** Whether a value is what `String.prototype.match()` returns for a match. */
function isMatch(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === "string";
}

/** Whether a matcher of `next()` is for requests that generate content: true unless it names others. */
export function isForContent({ operation, path, backend }: RequestMatcher): boolean {
  return operation === undefined && path === undefined && backend !== "oauth";
}

/** Whether a call generates content. */
export function isContentCall(call: EmulatorCall): boolean {
  return call.operation === "generateContent" || call.operation === "streamGenerateContent";
}
