import type { Content, Part } from "../wire/content.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";

// A word with its leading space is one token up to six letters, so that English comes to about four characters a token.
const TOKEN = / ?[\p{L}\p{M}]{1,6}| ?\p{N}{1,3}| ?[^\s\p{L}\p{N}]{1,3}|\s{1,8}/gu;

/** Tokens of an image. Documents, audio and video cost the same here, though Google counts pages and seconds. */
const TOKENS_PER_MEDIUM = 258;

/** What counts towards a prompt besides its contents. */
export type PromptExtras = Pick<GenerateContentRequest, "systemInstruction" | "tools">;

/** Counts the tokens of a text. */
export function countTextTokens(text: string): number {
  return tokenize(text).length;
}

/** The first `limit` tokens of a text. */
export function firstTokens(text: string, limit: number): string {
  const tokens = tokenize(text);
  return tokens.length <= limit ? text : tokens.slice(0, limit).join("");
}

/**
 * Counts the tokens of a prompt: about four characters a token, 258 for each image, document or other medium.
 * `usageMetadata.promptTokenCount` of a response is this number for the same contents and extras.
 */
export function countTokens(contents: readonly Content[], extras: PromptExtras = {}): number {
  const system = extras.systemInstruction ? [extras.systemInstruction] : [];
  const tools = extras.tools && extras.tools.length > 0 ? countTextTokens(JSON.stringify(extras.tools)) : 0;
  return [...system, ...contents].reduce((total, content) => total + countPartTokens(content.parts ?? []), tools);
}

/** Counts the tokens of some parts. Signatures are free. */
export function countPartTokens(parts: readonly Part[]): number {
  return parts.reduce((total, part) => total + tokensOf(part), 0);
}

// Joined, the tokens are the text again, and the first tokens of a text are those of its beginning.
function tokenize(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

function tokensOf(part: Part): number {
  const media = part.inlineData || part.fileData ? TOKENS_PER_MEDIUM : 0;
  const written = [
    part.text,
    part.functionCall && part.functionCall.name + JSON.stringify(part.functionCall.args ?? {}),
    part.functionResponse && part.functionResponse.name + JSON.stringify(part.functionResponse.response ?? {}),
    part.executableCode?.code,
    part.codeExecutionResult?.output,
  ];
  return written.reduce<number>((total, text) => total + (text ? countTextTokens(text) : 0), media);
}
