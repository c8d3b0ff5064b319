import type { FunctionCall } from "../../wire/content.ts";
import type { Conversation } from "../conversation.ts";
export function chooseCalls(_c: Conversation): readonly FunctionCall[] {
  return [];
}
