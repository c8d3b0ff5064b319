import type { Conversation } from "../conversation.ts";

const REQUEST =
  /^(?:please )?(?:say|repeat after me:?|(?:reply|respond|answer) with(?: (?:only|just|exactly))?(?: the words?)?) ["'“]?(.{1,500}?)["'”]?(?: in one word)?\.?$/is;

/** Repeats what the prompt dictates: "Say hello", "Repeat after me: …", "Reply with exactly OK". */
export function say({ prompt }: Conversation): string | undefined {
  const dictated = REQUEST.exec(prompt)?.[1];
  return dictated && dictated.slice(0, 1).toUpperCase() + dictated.slice(1);
}
