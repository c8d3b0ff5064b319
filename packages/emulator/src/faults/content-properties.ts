import type { ContentFault } from "./fault.ts";
import type { FaultOrFunction } from "./rule.ts";

// Of all properties of `ContentFault`, only `errorAfterEvents` is missing: it changes how an error is sent.
/** The properties of a fault that change generated content. */
export const contentProperties: readonly (keyof ContentFault)[] = [
  "text",
  "functionCall",
  "json",
  "thinking",
  "usage",
  "events",
  "finishReason",
  "empty",
  "blocked",
  "thinkingOnly",
  "lastFrameWithoutParts",
  "usageInLastFrameOnly",
  "malformedEvent",
];

/** Whether a fault changes generated content; unknown of a function, so false. */
export function hasContent(fault: FaultOrFunction): boolean {
  return typeof fault !== "function" && contentProperties.some((name) => fault[name] !== undefined);
}
