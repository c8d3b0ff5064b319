import type { FunctionResponse } from "../../wire/content.ts";
import type { Conversation } from "../conversation.ts";

const MOST_CHARACTERS = 4_000;

/** Quotes what the called functions returned. */
export function functionResponses({ functionResponses }: Conversation): string | undefined {
  return functionResponses.length === 0 ? undefined : functionResponses.map(quote).join("\n");
}

function quote({ name, response = {} }: FunctionResponse): string {
  if (response.error !== undefined) return `${name} failed: ${textOf(response.error)}`;
  return `${name} returned: ${textOf(response.output ?? response.result ?? response).slice(0, MOST_CHARACTERS)}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
