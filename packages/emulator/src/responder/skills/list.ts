import type { Conversation } from "../conversation.ts";
import { knownListFor } from "../knowledge/lists.ts";
import { COUNT_PATTERN, toCount } from "../words.ts";

const MOST_ITEMS = 200;
const LIST = new RegExp(
  `^(?:please |can you |could you )*(?:list|name|give(?: me)?|suggest|tell me|write(?: me)?|provide|show(?: me)?|what are|recommend|brainstorm)(?: down| out| up to| exactly| me| the| any| some| top)* (${COUNT_PATTERN}) ([a-z][^?!.\\n]{0,120})`,
  "i",
);
const IS_PROSE =
  /^(?:\w+ ){0,2}(?:words?|sentences?|paragraphs?|lines?|stor(?:y|ies)|poems?|haikus?|essays?|jokes?)\b/i;

/** "List five fruits" gets five numbered lines. Things that no table knows are named as the placeholders they are. */
export function list({ prompt }: Conversation): string | undefined {
  const match = LIST.exec(prompt.slice(0, 300));
  const [, word = "", rest = ""] = match ?? [];
  if (!match || /^(?:a|an|single)$/i.test(word) || IS_PROSE.test(rest)) return undefined;
  const count = Math.min(MOST_ITEMS, toCount(word) ?? 1);
  const known = knownListFor(rest);
  const subject = rest.trim();
  return Array.from({ length: count }, (_, index) => {
    const item = known?.[index] ?? `Placeholder ${index + 1} for “${subject}” (the offline script has no such list)`;
    return `${index + 1}. ${item}`;
  }).join("\n");
}
