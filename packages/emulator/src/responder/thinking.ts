import type { Part } from "../wire/content.ts";
import type { Conversation } from "./conversation.ts";
import { countTextTokens, firstTokens } from "./tokens.ts";

/** Models that always think; the others think if the request has a budget or level, or includes thoughts. */
const ALWAYS_THINKS = /^gemini-(?:2\.5-pro|(?!.*flash-lite)[3-9])/;
const LONGEST_QUOTE = 120;

/** The thoughts of an answer. */
export interface Thinking {
  /** Tokens of the thoughts, whether included or not; 0 without thinking. */
  readonly tokens: number;
  /** The thoughts, if the request includes them. */
  readonly parts: readonly Part[];
}

/** Thinks if the request or its model requires it, within the thinking budget and the limit of the whole output. */
export function think(conversation: Conversation, outputLimit: number): Thinking {
  const { model, generationConfig } = conversation.request;
  const config = generationConfig?.thinkingConfig ?? {};
  const isAsked = config.includeThoughts || config.thinkingBudget !== undefined || config.thinkingLevel !== undefined;
  if (config.thinkingBudget === 0 || !(isAsked || ALWAYS_THINKS.test(model))) return { tokens: 0, parts: [] };
  // With a negative budget, the model decides.
  const budget = config.thinkingBudget !== undefined && config.thinkingBudget > 0 ? config.thinkingBudget : Infinity;
  const parts: Part[] = [];
  let left = Math.min(budget, outputLimit);
  for (const thought of thoughtsAbout(conversation.prompt, config.thinkingLevel)) {
    const text = firstTokens(thought, left);
    if (text === "") break;
    left -= countTextTokens(text);
    parts.push({ text, thought: true });
  }
  const tokens = parts.reduce((total, part) => total + countTextTokens(part.text ?? ""), 0);
  return { tokens, parts: config.includeThoughts ? parts : [] };
}

function thoughtsAbout(prompt: string, level: string | undefined): readonly string[] {
  const quote = prompt.length > LONGEST_QUOTE ? `${prompt.slice(0, LONGEST_QUOTE)}…` : prompt;
  const first = `**Reading the prompt**\n\nThe user wrote: “${quote}”. I look for the first rule of my script that fits.\n\n`;
  const second = "**Preparing the answer**\n\nI have the rule. I put the answer into the form that was asked for.\n\n";
  return level === "LOW" || level === "MINIMAL" ? [first] : [first, second];
}
