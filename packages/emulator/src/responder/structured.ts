import type { Conversation } from "./conversation.ts";
export function structuredText(_c: Conversation): string | undefined {
  return undefined;
}
