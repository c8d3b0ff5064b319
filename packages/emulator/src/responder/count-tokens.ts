import type { Content, Part } from "../wire/content.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";
import { countTextTokens } from "./tokens.ts";

/** What an image costs. Documents and clips cost the same here, though Google counts pages and seconds. */
const TOKENS_PER_MEDIUM = 258;

/** What counts towards a prompt besides its contents. */
export type PromptExtras = Pick<GenerateContentRequest, "systemInstruction" | "tools">;

/**
 * How many tokens a prompt has: about four characters a token, 258 for each image, document or other medium.
 * `usageMetadata.promptTokenCount` of an answer is this number for the same contents and extras.
 */
export function countTokens(contents: readonly Content[], extras: PromptExtras = {}): number {
  const system = extras.systemInstruction ? [extras.systemInstruction] : [];
  const tools = extras.tools && extras.tools.length > 0 ? countTextTokens(JSON.stringify(extras.tools)) : 0;
  return [...system, ...contents].reduce((total, content) => total + countPartTokens(content.parts ?? []), tools);
}

/** How many tokens some parts have. Signatures are free. */
export function countPartTokens(parts: readonly Part[]): number {
  return parts.reduce((total, part) => total + tokensOf(part), 0);
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
