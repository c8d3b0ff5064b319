import { GeminiError } from "./gemini-error.ts";
import { quoting, safeName } from "./safe-text.ts";

const MOST_LISTED = 10;
const LONGEST_PROBLEM = 300;

/** A message was sent while an exchange of the chat waits for results or approvals of so many calls. */
export function exchangeOpen(calls: number): GeminiError {
  return new GeminiError({
    code: "exchange_open",
    phase: "queue",
    summary: `The chat has an exchange that waits for ${countCalls(calls)}.`,
    remedy:
      "`chat.pending` lists what it waits for. Continue the exchange with `chat.resume({ results })`, or drop it with `chat.discard()`, before you send a message.",
  });
}

/** `chat.resume()` without anything to resume. */
export function noOpenExchange(): GeminiError {
  return new GeminiError({
    code: "no_open_exchange",
    phase: "queue",
    summary: "The chat has no paused or failed exchange to resume.",
    remedy:
      "Check `chat.canResume` first, or send a message with `chat.sendMessage()`. To resume in another process, store `chat.contents`, not `chat.history`, and pass it as `history` with the same `tools`.",
  });
}

/** How many calls an exchange waits for. Their names can be the model's own words. */
export function countCalls(calls: number): string {
  return calls === 1 ? "a function call" : `${calls} function calls`;
}

/** The model called functions more often than allowed. `names`: those of the program's functions. */
export function toolRoundsExceeded(maxRounds: number, names: readonly string[]): GeminiError {
  return new GeminiError({
    code: "tool_rounds_exceeded",
    phase: "tools",
    option: "toolLoop.maxRounds",
    summary: `The model called functions in more than ${maxRounds} ${maxRounds === 1 ? "round" : "rounds"}. The last calls did not run: ${listNames(names)}.`,
    remedy:
      "Raise `toolLoop.maxRounds`, or continue the exchange, which allows as many rounds again. If the model calls the same function over and over, improve the results or the description of the function.",
  });
}

/** `resume()` got results for calls that are not open, or lacks those of calls that nothing else can answer. */
export function resultsMismatch(problem: "unknown" | "missing", ids: readonly string[]): GeminiError {
  const listed = listNames(ids);
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    option: "results",
    summary:
      problem === "unknown"
        ? `\`results\` has results for ${listed}, but no open call has such an id.`
        : `\`results\` has no result for ${listed}, and nothing else provides one: the tool has no \`execute\`, there are no \`tools\`, or \`toolLoop\` is false.`,
    remedy: "`chat.pending` lists the open calls; pass a result for each `callId`.",
  });
}

/** Names of functions for a message. */
export function listNames(names: readonly string[]): string {
  const listed = names.slice(0, MOST_LISTED).map((name) => safeName(name));
  return `${listed.join(", ")}${names.length > listed.length ? ` and ${names.length - listed.length} more` : ""}`;
}

/** The reason with which the signal of a function fires when its deadline has passed. The model gets an error; the call goes on. */
export function toolTimeout(name: string, limitMs: number): GeminiError {
  return new GeminiError({
    code: "timeout",
    phase: "tools",
    option: "tool.timeout",
    summary: `The function ${safeName(name)} did not return within ${limitMs} ms.`,
    remedy: "Make it faster, or raise the `timeout` of its tool().",
  });
}

/** An MCP client could not list its tools. `problem`: the client's words. */
export function toolsUnavailable(place: string, problem: string): GeminiError {
  return new GeminiError({
    code: "tools_unavailable",
    phase: "tools",
    option: "tools",
    summary: `\`listTools()\` of the MCP client in ${place} failed${quoting(problem, LONGEST_PROBLEM)}`,
    remedy: "Check that the client is connected and that its server runs, or leave out `mcpTools()`.",
  });
}
