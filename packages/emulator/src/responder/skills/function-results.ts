import type { FunctionResponse } from "../../wire/content.ts";
import type { Conversation } from "../conversation.ts";

const LONGEST_QUOTE = 4_000;

/** After a function ran: an answer that quotes what it returned. */
export function functionResults({ functionResults }: Conversation): string | undefined {
  return functionResults.length === 0 ? undefined : functionResults.map(quote).join("\n");
}

function quote({ name, response }: FunctionResponse): string {
  const error = readableIn(response, ["error"]);
  if (error !== undefined) return `${name} failed: ${error}`;
  const result = readableIn(response, ["output", "result"]) ?? JSON.stringify(response ?? {});
  return `${name} returned: ${result.slice(0, LONGEST_QUOTE)}`;
}

/** The value of the first of the keys that is set: text as it is, all else as JSON. */
function readableIn(response: FunctionResponse["response"] | undefined, keys: readonly string[]): string | undefined {
  const value = keys.map((key) => response?.[key]).find((candidate) => candidate !== undefined);
  return typeof value === "string" || value === undefined ? value : JSON.stringify(value);
}
