import type { Content, FunctionResponse, Part } from "../wire/content.ts";
import type { ResponderRequest } from "./types.ts";

/** What the skills read of a request. */
export interface Conversation {
  readonly request: ResponderRequest;
  /** The text of the last user turn that has one. */
  readonly prompt: string;
  /** The texts of all user turns, oldest first; the last one is the prompt. */
  readonly userTexts: readonly string[];
  /** Images, documents and other media of the last user turn. */
  readonly media: readonly Part[];
  /** The function responses of the last turn. */
  readonly functionResponses: readonly FunctionResponse[];
  /** How many turns of function responses have followed the prompt. */
  readonly round: number;
}

/** Reads a request into a conversation. */
export function readConversation(request: ResponderRequest): Conversation {
  const userTurns = request.contents.filter((content) => content.role !== "model");
  const userTexts = userTurns.map(textOf).filter((text) => text !== "");
  return {
    request,
    prompt: userTexts.at(-1) ?? "",
    userTexts,
    media: (userTurns.at(-1)?.parts ?? []).filter((part) => part.inlineData ?? part.fileData),
    round: roundOf(userTurns),
    functionResponses: (request.contents.at(-1)?.parts ?? []).flatMap((part) => part.functionResponse ?? []),
  };
}

function roundOf(userTurns: readonly Content[]): number {
  const prompt = userTurns.findLastIndex(({ parts = [] }) => !parts.some((part) => part.functionResponse));
  return userTurns.length - 1 - prompt;
}

function textOf({ parts = [] }: Content): string {
  const texts = parts.flatMap((part) => (part.text && !part.thought ? [withoutSessionContext(part.text)] : []));
  return texts.join("\n").trim();
}

/** The official command-line client starts its first turn with a block about the machine that it runs on. */
function withoutSessionContext(text: string): string {
  if (!text.trimStart().startsWith("<session_context>")) return text;
  const end = text.lastIndexOf("</session_context>");
  return end < 0 ? "" : text.slice(end + "</session_context>".length);
}
