import type { Content, Part } from "../wire/content.ts";
import { contentToJson } from "../wire/large-integers.ts";
import { dataMembers } from "../wire/part-members.ts";

/**
 * Stands for a signature that the model asked cannot have made: Gemini 3 and later refuse calls of a running exchange
 * without one, and their image models images, too. @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
const PLACEHOLDER = "skip_thought_signature_validator";

/** What of a content is not sent as it is. */
export interface SentEdits {
  /** Google rejects another model's signatures as corrupted. */
  readonly keepsSignatures: boolean;
  /** Members that this version does not know go back to the service that sent them, and to no other. */
  readonly keepsUnknown: boolean;
  /** Whether the first function call gets the placeholder. */
  readonly placeholder: boolean;
  /** Whether images, and a text at the beginning, get it as well. */
  readonly signsImages: boolean;
  readonly keepsId: (id: string) => boolean;
}

/** Whether nothing of a content has to be left out. */
export function isSentWhole({ parts = [] }: Content, { keepsId, signsImages }: SentEdits): boolean {
  if (signsImages && parts.some(lacksImageSignature)) return false;
  return parts.length > 0 && parts.every((part) => isSent(part) && keepsIdOf(part, keepsId));
}

/** Whether an image model refuses a part of the model's turn, which has no thoughts: an image, or a text at its beginning. */
function lacksImageSignature(part: Part, index: number): boolean {
  const { text, inlineData, fileData, thoughtSignature } = part;
  const isImage = /^image\//i.test(inlineData?.mimeType ?? fileData?.mimeType ?? "");
  return thoughtSignature === undefined && (isImage || (index === 0 && text !== undefined));
}

function keepsIdOf({ functionCall, functionResponse }: Part, keepsId: SentEdits["keepsId"]): boolean {
  const id = functionCall?.id ?? functionResponse?.id;
  return id === undefined || keepsId(id);
}

/** The JSON of what is sent of a content; undefined if nothing is. */
export function toSend(content: Content, edits: SentEdits): string | undefined {
  const parts = (content.parts ?? [])
    .filter(isSent)
    .map((part) => editedPart(part, edits))
    .filter(hasMembers);
  const first = edits.placeholder ? parts.findIndex(({ functionCall }) => functionCall) : -1;
  const lacksOne = (part: Part, index: number) =>
    index === first || (edits.signsImages && lacksImageSignature(part, index));
  const sent = parts.map((part, index) => (lacksOne(part, index) ? { ...part, thoughtSignature: PLACEHOLDER } : part));
  return sent.length === 0 ? undefined : contentToJson({ ...content, parts: sent });
}

/** Without thoughts, which are summaries for people. Calls are sent in any case: their results refer to them. */
export function isSent(part: Part): boolean {
  return (part.thought !== true || part.functionCall !== undefined) && hasMembers(part);
}

function hasMembers(part: Part): boolean {
  for (const _ in part) return true;
  return false;
}

function editedPart(part: Part, { keepsSignatures, keepsUnknown, keepsId }: SentEdits): Part {
  const { thoughtSignature, ...rest } = part;
  let edited: Part = keepsSignatures ? part : rest;
  // The empty text was there to hold the signature.
  if (!keepsSignatures && thoughtSignature !== undefined && rest.text === "") return {};
  if (!keepsUnknown) edited = withKnownMembers(edited);
  const { functionCall: call, functionResponse: result } = edited;
  if (call?.id !== undefined && !keepsId(call.id)) edited = { ...edited, functionCall: withoutId(call) };
  if (result?.id !== undefined && !keepsId(result.id)) edited = { ...edited, functionResponse: withoutId(result) };
  return edited;
}

function withoutId<Value extends { id?: string | undefined }>({ id: _, ...rest }: Value): Omit<Value, "id"> {
  return rest;
}

/** The members that every backend knows. A part of which nothing else is left is not sent. */
function withKnownMembers(part: Part): Part {
  const members = Object.entries(part).filter(([name]) => EVERYWHERE.has(name));
  return members.some(([name]) => dataMembers.has(name)) ? (Object.fromEntries(members) as Part) : {};
}

/** The results of Google's own tools and the metadata of a part are known to one backend each. */
const EVERYWHERE = new Set([...dataMembers, "thought", "thoughtSignature", "videoMetadata"]);
EVERYWHERE.delete("toolCall");
EVERYWHERE.delete("toolResponse");
