import { misformed } from "../errors/argument-errors.ts";
import { normalized } from "../errors/foreign-options.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { kindOf } from "../errors/option-errors.ts";
import { sendTable } from "../options/output-options.ts";
import { isRecord } from "../wire/is-record.ts";
import { dataMembers, qualifiers } from "../wire/part-members.ts";

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
const OPTIONS_SECOND = "Options are the second argument: `generate(contents, { temperature: 0.2 })`.";
const CALLS =
  "A call of the model is `{ functionCall: { name, args } }` in `parts`, and its result `{ functionResponse: { name, response } }`.";
const WHOLE_TEXT = "Pass the text of the whole response: `(await stream.response()).text`.";
const FROM_RESPONSE = "Pass `response.candidates[0].content`.";

/** Options that Google may also know as members of contents or parts, now or later. */
const MAYBE_GOOGLES: ReadonlySet<string> = new Set(["mediaResolution", "labels", "store"]);

/** Names of options, ours and those of other clients, by their normalized form: no content or part has such a member. */
const optionNames: ReadonlyMap<string, string> = new Map([
  ...Object.keys(sendTable)
    .filter((option) => !MAYBE_GOOGLES.has(option))
    .map((option) => [normalized(option), option] as const),
  ["system", "systemPrompt"],
  ["systeminstruction", "systemPrompt"],
  ["maxtokens", "maxOutputTokens"],
  ["maxcompletiontokens", "maxOutputTokens"],
  ["generationconfig", "temperature"],
  ["thinkingconfig", "thinkingLevel"],
  ["toolconfig", "toolChoice"],
  ["abortsignal", "signal"],
  ["responseschema", "schema"],
  ["responsejsonschema", "schema"],
  ["responseformat", "schema"],
]);

/** Members of messages in other libraries, which stand in a content or in place of one; the most specific first. */
const MESSAGE_MEMBERS: readonly (readonly [string, string])[] = [
  ["tool_calls", CALLS],
  ["toolCalls", CALLS],
  ["tool_call_id", CALLS],
  ["toolCallId", CALLS],
  ["toolInvocations", CALLS],
  ["lc_kwargs", CONTENT],
  ["additional_kwargs", CONTENT],
  ["response_metadata", CONTENT],
  ["kwargs", CONTENT],
  ["_getType", CONTENT],
  ["experimental_attachments", MEDIA],
];

/** Members of parts in other libraries and languages, the most specific first, and the form that Google takes. */
const PART_MEMBERS: ReadonlyMap<string, string> = new Map([
  ...MESSAGE_MEMBERS,
  ["__v_isRef", "Pass the `value` of the ref."],
  ["textDelta", WHOLE_TEXT],
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
  ["cache_control", "Gemini caches prompts by itself: leave it out."],
  ["content", CONTENT],
  ["author", CONTENT],
  ["input", `A text is ${TEXT}.`],
]);

const STORED =
  "A content has `role` and `parts` only: leave out what your storage adds, as in `({ role, parts }) => ({ role, parts })`.";

/** Members of contents in other libraries, and the form that Google takes. */
const CONTENT_MEMBERS: ReadonlyMap<string, string> = new Map([
  ["config", OPTIONS_SECOND],
  ...MESSAGE_MEMBERS,
  ["content", CONTENT],
  ["message", CONTENT],
  ["input", CONTENT],
  ["text", CONTENT],
  ["author", CONTENT],
  ["name", "A content has `role` and `parts` only."],
  ["id", STORED],
  ["_id", STORED],
  ["createdAt", STORED],
  ["created_at", STORED],
  ["updatedAt", STORED],
  ["timestamp", STORED],
]);

/** The error for a part with options, or in the form of another library, which Google would refuse. */
export function foreignPart(part: Readonly<Record<string, unknown>>, name: string): GeminiError | undefined {
  if (Object.keys(part).every((member) => dataMembers.has(member) || qualifiers.has(member))) return undefined;
  return optionAmong(part, name) ?? foreignMember(part, name, PART_MEMBERS) ?? memberInOtherStyle(part, name);
}

const partMembers = new Map([...dataMembers, ...qualifiers].map((member) => [normalized(member), member]));

/** The error for a member of Google's in another style: `inline_data`, `Text`. */
function memberInOtherStyle(part: Readonly<Record<string, unknown>>, name: string): GeminiError | undefined {
  for (const member of Object.keys(part)) {
    const right = partMembers.get(normalized(member)) ?? member;
    if (right === member || part[member] == null) continue;
    return misformed(name, `${kindOf(name)} \`${name}\` has \`${member}\`.`, `Did you mean \`${right}\`?`);
  }
  return undefined;
}

/** The error for a content with options, or in the form of another library; also one without `parts`. */
export function foreignContent(content: unknown, name: string): GeminiError | undefined {
  if (!isRecord(content)) return undefined;
  const isPlain = Object.keys(content).every((member) => member === "role" || member === "parts");
  const member = isPlain ? undefined : (optionAmong(content, name) ?? foreignMember(content, name, CONTENT_MEMBERS));
  if (member || Array.isArray(content.parts)) return member;
  if (content.parts == null) return misformed(name, `${kindOf(name)} \`${name}\` has no \`parts\`.`, CONTENT);
  return misformed(`${name}.parts`, `${kindOf(name)} \`${name}.parts\` is not an array.`, CONTENT);
}

/** The error for an option beside the members of a content or part. */
function optionAmong(value: Readonly<Record<string, unknown>>, name: string): GeminiError | undefined {
  const member = Object.keys(value).find((one) => value[one] != null && optionNames.has(normalized(one)));
  if (member === undefined) return undefined;
  const right = optionNames.get(normalized(member)) ?? member;
  const remedy = `Options are the second argument: \`generate(contents, { ${right} })\`.`;
  return misformed(name, `${kindOf(name)} \`${name}\` has \`${member}\`.`, remedy);
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

/** The error for a response or stream in place of a part. A response has members of the single argument that other clients take. */
export function answerAsPart(piece: Readonly<Record<string, unknown>>, name: string): GeminiError | undefined {
  const got = (what: string, remedy: string) => misformed(name, `${kindOf(name)} \`${name}\` got a ${what}.`, remedy);
  if ("textStream" in piece) return got("stream", WHOLE_TEXT);
  if (!("candidates" in piece) || !("contents" in piece)) return undefined;
  return got(
    "response",
    "Pass its `text`, or all of it as a turn of the model: `generate([...contents, ...response.contents, next])`.",
  );
}

/** Several turns were passed as one prompt. */
export function turnsAsPrompt(name: string, count: number): GeminiError {
  const got = count === 1 ? "an array with a Content" : `an array of ${count} Contents`;
  const earlier = count === 1 ? "" : " Earlier turns belong to the chat: `client.chat({ history })`.";
  return misformed(
    name,
    `${kindOf(name)} \`${name}\` got ${got}.`,
    `A send takes one turn: pass the Content itself, a string or Parts.${earlier}`,
  );
}

/** Members of the objects in parts, under the names of other libraries and languages. */
const DATA_MEMBERS: Readonly<Record<string, string>> = {
  mimeType: "mimetype|type|mediatype|contenttype",
  data: "bytes|base64|content|buffer|body|url",
  fileUri: "uri|url|fileurl|name",
  args: "arguments|input|parameters|params",
  response: "output|result|content|results",
};

/** The name of an uploaded file, such as `files/abc`, is not an address. */
const FILE_URI = "Pass the file's `uri` as `fileUri`: `{ fileUri: file.uri, mimeType }`.";

/**
 * The error for an object of a part that has a member under another name: `inlineData: { mime_type }`. `right`: Google's name,
 * which the object lacks. `name`: the object's.
 */
export function foreignData(value: object, right: string, name: string): GeminiError | undefined {
  const others = new RegExp(`^(?:${normalized(right)}|${DATA_MEMBERS[right]})$`);
  const found = Object.keys(value).find((member) => member !== right && others.test(normalized(member)));
  if (found === undefined) return undefined;
  const isFileName = right === "fileUri" && normalized(found) === "name";
  const remedy = isFileName ? FILE_URI : `Did you mean \`${right}\`?`;
  return misformed(`${name}.${found}`, `${kindOf(name)} \`${name}\` has \`${found}\`.`, remedy);
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
