import { hintsFrom } from "../validation/unknown-name.ts";

/** What to suggest for names that are not properties of a fault. */
export const faultHints = hintsFrom([
  ["delay latency latencyMs wait waitMs sleep sleepMs delayMilliseconds delaySeconds", '"delayMs"'],
  ["timeout timeoutMs hang stall stalled", 'silence: "before-headers", or "delayMs"'],
  ["chunkDelay chunkDelayMs eventDelay eventDelayMs interval intervalMs", '"paceMs"'],
  ["statusCode httpStatus", '"status"'],
  ["code errorCode", '"status", or "error" for an error by its name'],
  ["message errorMessage", "body: { error: { code, message, status } }"],
  ["afterChunks afterEvents", '"cutAfterEvents", or "afterEvents" within "silence" or "reset"'],
  ["cutAfterChunks", '"cutAfterEvents"'],
  ["abort close connection disconnect network networkError", '"cutBeforeHeaders", "cutAfterEvents" or "reset"'],
  ["answer answers content contents output parts reply response result say", '"text"'],
  ["audio file image images inlineData", "events: [{ candidates: [{ content: { parts: [{ inlineData }] } }] }]"],
  ["exception throw throws", '"error", or "reset" for a broken connection'],
  ["candidates chunk chunks event", '"events"'],
  ["reasoning thought thoughts", '"thinking"'],
  ["call calls functionCalls tool toolCall toolCalls tools", '"functionCall"'],
  ["data object schema", '"json"'],
  ["invalidJson brokenJson", '"jsonFault", or "malformedEvent" for an event that is not JSON'],
  ["tokens tokenCounts usageMetadata", '"usage"'],
  ["stopReason", '"finishReason"'],
  ["truncate truncated", 'finishReason: "MAX_TOKENS", or "cutAfterEvents"'],
  ["blockReason promptFeedback safety", '"blocked"'],
  ["mimeType", '"contentType"'],
  ["retryAfterMs retryAfterSeconds", '"retryAfter", in seconds, or retryDelay: "0.5s"'],
]);
