import { invalidOption } from "../errors/option-errors.ts";
import type { Content, Part } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";

/** A user turn: a string, a part, an array of strings and parts, or a whole content. */
export type Prompt = string | Part | readonly (string | Part)[] | Content;

/** The input of a stateless call: a prompt, or a whole conversation. */
export type Contents = Prompt | readonly Content[];

const TAKES = "a string, a Part, an array of strings and Parts, or a Content, none of them empty";

/** Converts a prompt to a user content. Throws `invalid_options` for anything else, without quoting it. */
export function promptToContent(prompt: Prompt): Content {
  if (isContent(prompt)) return checkedContent(prompt, "prompt");
  const pieces: readonly unknown[] = Array.isArray(prompt) ? prompt : [prompt];
  if (pieces.length === 0) throw invalidOption("prompt", prompt, TAKES);
  return { role: "user", parts: pieces.map((piece) => toPart(piece)) };
}

/** Checks a content: an object with at least one part. The default role is `user`. */
export function checkedContent(content: unknown, name: string): Content {
  if (!isContent(content) || content.parts?.length === 0 || !content.parts?.every(isPart)) {
    throw invalidOption(name, content, "a Content: { role, parts }, with at least one part");
  }
  return { ...content, role: content.role ?? "user" };
}

function toPart(piece: unknown): Part {
  if (typeof piece === "string" && piece !== "") return { text: piece };
  if (!isPart(piece) || piece.text === "") throw invalidOption("prompt", piece, TAKES);
  return piece;
}

/** Whether a value has the shape of a content. */
export function isContent(value: unknown): value is Content {
  return isRecord(value) && Array.isArray(value.parts);
}

function isPart(value: unknown): value is Part {
  return isRecord(value) && Object.keys(value).length > 0 && !("role" in value) && !("parts" in value);
}
