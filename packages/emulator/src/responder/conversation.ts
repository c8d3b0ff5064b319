import type { Content, FunctionResponse, Part } from "../wire/content.ts";
import type { ResponderRequest } from "./types.ts";

/** Longer system instructions are programs' own manuals, full of example rules that are not meant for one answer. */
const MAX_RULES_LENGTH = 1_000;
const FILES_START = "--- Content from referenced files ---";
const FILES_END = "--- End of content ---";

/** A request as the skills see it: plain words, whoever put them on the wire. */
export interface Conversation {
  readonly request: ResponderRequest;
  /** The last thing the user said, without files and without what the client says about itself. */
  readonly prompt: string;
  /** Everything the user said, oldest first, the prompt included. */
  readonly userTexts: readonly string[];
  /** The system instruction, empty where it is too long to be a rule for an answer. */
  readonly rules: string;
  /** Pictures, documents and other media that came with the prompt. */
  readonly media: readonly Part[];
  /** What came back from functions, if that is what the last turn brings. */
  readonly functionResults: readonly FunctionResponse[];
}

/** Reads a request into a conversation. */
export function readConversation(request: ResponderRequest): Conversation {
  const userTurns = request.contents.filter((content) => content.role !== "model");
  const spoken = userTurns.filter((content) => saidIn(content) !== "");
  const last = request.contents.at(-1);
  const lastSpoken = spoken.at(-1);
  const rules = textsOf(request.systemInstruction).join("\n").trim();
  return {
    request,
    prompt: lastSpoken ? saidIn(lastSpoken) : "",
    userTexts: spoken.map(saidIn),
    rules: rules.length <= MAX_RULES_LENGTH ? rules : "",
    media: (userTurns.at(-1)?.parts ?? []).filter((part) => part.inlineData ?? part.fileData),
    functionResults: (last?.parts ?? []).flatMap((part) => part.functionResponse ?? []),
  };
}

function saidIn(content: Content): string {
  return withoutFiles(textsOf(content).map(withoutSessionContext).join("\n")).trim();
}

function textsOf(content: Content | undefined): readonly string[] {
  return (content?.parts ?? []).flatMap((part) => (part.text && !part.thought ? [part.text] : []));
}

/** The official command-line client opens its first turn with a block about the machine it runs on. */
function withoutSessionContext(text: string): string {
  if (!text.trimStart().startsWith("<session_context>")) return text;
  const end = text.lastIndexOf("</session_context>");
  return end < 0 ? "" : text.slice(end + "</session_context>".length);
}

function withoutFiles(text: string): string {
  const start = text.indexOf(FILES_START);
  if (start < 0) return text;
  const end = text.indexOf(FILES_END, start);
  return text.slice(0, start) + (end < 0 ? "" : text.slice(end + FILES_END.length));
}
