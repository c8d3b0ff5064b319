import type { ContentFault, Fault } from "./fault.ts";
import type { FaultOrFunction } from "./rule.ts";

// Of all properties of `ContentFault`, only `errorAfterEvents` is missing: it changes how an error is sent.
/** The properties of a fault that change generated content. */
export const contentProperties: readonly (keyof ContentFault)[] = [
  "text",
  "functionCall",
  "json",
  "jsonFault",
  "thinking",
  "usage",
  "events",
  "finishReason",
  "empty",
  "blocked",
  "thinkingOnly",
  "longDecode",
  "lastFrameWithoutParts",
  "usageInLastFrameOnly",
  "malformedEvent",
];

/** Whether a fault cannot be applied to a refusal: it changes the content, or sends an error after some of it. */
export function needsContent(fault: Fault): boolean {
  return isContentOnly(fault) || fault.errorAfterEvents !== undefined;
}

/**
 * Whether a fault is for generated content only: `malformedEvent` breaks any response. What a function returns is not known, so
 * false.
 */
export function isContentOnly(fault: FaultOrFunction): boolean {
  if (typeof fault === "function") return false;
  return contentProperties.some((name) => name !== "malformedEvent" && fault[name] !== undefined);
}
