import { misformed } from "../errors/argument-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { kindOf } from "../errors/option-errors.ts";
import { isRecord } from "../wire/is-record.ts";

const MODEL_ROLE = 'Google calls this role "model".';
const SYSTEM_PROMPT = "Pass instructions as the option `systemPrompt`.";
const RESULT = 'Send results in a content with the role "user": `{ functionResponse: { name, response } }`.';

/** Roles of other libraries, and what to use instead. */
const ROLES_ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["ai", MODEL_ROLE],
  ["assistant", MODEL_ROLE],
  ["bot", MODEL_ROLE],
  ["developer", SYSTEM_PROMPT],
  ["human", 'Google calls this role "user".'],
  ["system", SYSTEM_PROMPT],
  ["tool", RESULT],
]);

/** Early versions of Google's API had the role "function" for results, which it still accepts. */
const ROLES: readonly unknown[] = ["user", "model", "function", undefined, null];

/** The error for a role that Google refuses. `name`: the content's. */
export function foreignRole(role: unknown, name: string): GeminiError | undefined {
  if (ROLES.includes(role)) return undefined;
  const word = typeof role === "string" ? role.toLowerCase() : "";
  const instead = ROLES_ELSEWHERE.get(word);
  const isShown = instead !== undefined || ROLES.includes(word);
  const summary = `${kindOf(name)} \`${name}.role\` got ${isShown ? `"${role}"` : "an unknown role"}.`;
  return misformed(`${name}.role`, summary, instead ?? 'It takes "user" or "model".');
}

const TEXT = '`{ text: "Hello!" }`';
const BYTES = '`{ inlineData: { mimeType: "image/png", data } }`';
const FILE = "`{ fileData: { fileUri, mimeType } }`";
const MEDIA = `Bytes are ${BYTES}, a file at an address is ${FILE}.`;
const NO_TYPE = `A part has no type, only its data: ${TEXT}, ${BYTES} or ${FILE}.`;
const ADDRESS = `A file at an address is ${FILE}.`;
const CONTENT = 'It takes `{ role: "user", parts: [{ text: "Hello!" }] }`.';
const CALLS =
  "A call of the model is `{ functionCall: { name, args } }` in `parts`, and its result `{ functionResponse: { name, response } }`.";
const FROM_RESPONSE = "Pass `response.candidates[0].content`.";

/** Members of parts in other libraries and languages, the most specific first, and the form that Google takes. */
const PART_MEMBERS: ReadonlyMap<string, string> = new Map([
  ["tool_calls", CALLS],
  ["toolCalls", CALLS],
  ["tool_call_id", CALLS],
  ["toolCallId", CALLS],
  ["candidates", FROM_RESPONSE],
  ["finishReason", FROM_RESPONSE],
  ["type", NO_TYPE],
  ["image_url", MEDIA],
  ["imageUrl", MEDIA],
  ["image", MEDIA],
  ["source", MEDIA],
  ["input_audio", MEDIA],
  ["file", MEDIA],
  ["fileUri", ADDRESS],
  ["uri", ADDRESS],
  ["url", ADDRESS],
  ["data", `Bytes are ${BYTES}.`],
  ["mimeType", MEDIA],
  ["mediaType", MEDIA],
  ["inline_data", "Did you mean `inlineData`?"],
  ["file_data", "Did you mean `fileData`?"],
  ["function_call", "Did you mean `functionCall`?"],
  ["function_response", "Did you mean `functionResponse`?"],
  ["thought_signature", "Did you mean `thoughtSignature`?"],
  ["cache_control", "Gemini caches prompts by itself: leave it out."],
]);

/** Members of contents in other libraries, and the form that Google takes. */
const CONTENT_MEMBERS: ReadonlyMap<string, string> = new Map([
  ["model", "The model is an option: `generate(contents, { model })`."],
  ["config", "Options are the second argument: `generate(contents, { temperature: 0.2 })`."],
  ["tool_calls", CALLS],
  ["toolCalls", CALLS],
  ["tool_call_id", CALLS],
  ["toolCallId", CALLS],
  ["content", CONTENT],
  ["name", "A content has `role` and `parts` only."],
  ["text", CONTENT],
]);

/** The error for a part in the form of another library, which Google would refuse. */
export function foreignPart(part: Readonly<Record<string, unknown>>, name: string): GeminiError | undefined {
  return foreignMember(part, name, PART_MEMBERS);
}

/** The error for a content in the form of another library; also one without `parts`. */
export function foreignContent(content: unknown, name: string): GeminiError | undefined {
  if (!isRecord(content)) return undefined;
  const member = foreignMember(content, name, CONTENT_MEMBERS);
  if (member) return member;
  if (!("parts" in content) || Array.isArray(content.parts)) return undefined;
  return misformed(`${name}.parts`, `${kindOf(name)} \`${name}.parts\` is not an array.`, CONTENT);
}

function foreignMember(
  value: Readonly<Record<string, unknown>>,
  name: string,
  known: ReadonlyMap<string, string>,
): GeminiError | undefined {
  const foreign = Object.keys(value).filter((member) => known.has(member) && value[member] != null);
  const told = foreign.length > 1 ? [...known.keys()].find((member) => foreign.includes(member)) : foreign[0];
  if (told === undefined) return undefined;
  return misformed(name, `${kindOf(name)} \`${name}\` has \`${told}\`.`, known.get(told) ?? CONTENT);
}

/** The error for something in place of a part: a `Blob`, a string among parts. */
export function foreignPiece(piece: unknown, name: string): GeminiError | undefined {
  const summary = (got: string) => `${kindOf(name)} \`${name}\` got ${got}.`;
  if (isBlob(piece)) {
    const remedy = "Pass `{ inlineData: { mimeType: blob.type, data: await blob.arrayBuffer() } }`.";
    return misformed(name, summary("a Blob"), remedy);
  }
  if (typeof piece === "string" && piece !== "") {
    return misformed(name, summary("a string"), `Put it into a part: ${TEXT}.`);
  }
  if (!isRecord(piece)) return undefined;
  if ("role" in piece || "parts" in piece) {
    return (
      foreignContent(piece, name) ??
      misformed(name, summary("a Content"), "An array takes Contents only, or strings and Parts only.")
    );
  }
  return foreignPart(piece, name);
}

/** A `Blob` or `File`, whose bytes can only be read asynchronously. */
export function isBlob(value: unknown): boolean {
  return /^\[object (?:Blob|File)\]$/.test(Object.prototype.toString.call(value));
}

/** The error for a `Blob` as the bytes of a part. */
export function blobAsData(name: string): GeminiError {
  const summary = `${kindOf(name)} \`${name}\` got a Blob, whose bytes have to be read first.`;
  return misformed(name, summary, "Pass `await blob.arrayBuffer()`.");
}
