import type { EmulatedService } from "../backend.ts";
import type { EmulatorCall } from "../call.ts";

/** Which requests are meant. All members given must fit; one without members fits every request. */
export interface RequestMatcher {
  /** The HTTP method, in upper case. */
  readonly method?: string;
  /** The path without the query: the whole of it, or an expression that fits a piece. */
  readonly path?: string | RegExp;
  /** Such as `"streamGenerateContent"`, `"loadCodeAssist"` or `"token"`: the names in `calls`. */
  readonly operation?: string;
  /** The service. */
  readonly backend?: EmulatedService;
  /** The model, without `models/`. */
  readonly model?: string;
}

/** Which calls a rule is for. */
export interface CallMatcher extends RequestMatcher {
  /** Which of the requests that fit, counted from 1: one of them, every so many, or those for which a function says true. */
  readonly call?: number | { readonly every: number } | ((call: number) => boolean);
  /** How often the rule applies at most. Any number of times unless told. */
  readonly times?: number;
}

/** Whether a call is one of those meant. */
export function matches(matcher: RequestMatcher, call: EmulatorCall): boolean {
  const { method, path, operation, backend, model } = matcher;
  return (
    (method === undefined || method === call.method) &&
    (path === undefined || (typeof path === "string" ? path === call.path : call.path.search(path) >= 0)) &&
    (operation === undefined || operation === call.operation) &&
    (backend === undefined || backend === call.backend) &&
    (model === undefined || model === call.model)
  );
}

/** Whether the `count`-th of the requests that fit is one of those meant. */
export function matchesCount(call: CallMatcher["call"], count: number): boolean {
  if (call === undefined) return true;
  if (typeof call === "number") return call === count;
  return typeof call === "function" ? call(count) : count % call.every === 0;
}

/** Whether a matcher of `next()` means requests that generate content: it does unless it speaks of others. */
export function isForContent({ operation, path, backend }: RequestMatcher): boolean {
  return operation === undefined && path === undefined && backend !== "oauth";
}

/** Whether a call generates content. */
export function isContentCall(call: EmulatorCall): boolean {
  return call.operation === "generateContent" || call.operation === "streamGenerateContent";
}
