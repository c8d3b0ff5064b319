import type { Conversation } from "../conversation.ts";
import { joinNaturally } from "../words.ts";

/** Says what media came with the prompt, and that a script cannot look at them. */
export function media({ media }: Conversation): string | undefined {
  if (media.length === 0) return undefined;
  const types = media.map(({ inlineData, fileData }) => inlineData?.mimeType ?? fileData?.mimeType ?? "unknown type");
  const what = media.length === 1 ? "one file" : `${media.length} files`;
  return `I received ${what} with your message (${joinNaturally(types)}). The offline emulator answers from a script and cannot look at media; signing in gets a real description.`;
}
