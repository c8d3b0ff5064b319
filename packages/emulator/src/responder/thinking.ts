import type { Part } from "../wire/content.ts";
import type { Conversation } from "./conversation.ts";
import { countTextTokens, firstTokens } from "./tokens.ts";

/** Models that think without being told to; the others do when a budget, a level or thoughts are asked for. */
const ALWAYS_THINKS = /^gemini-(?:2\.5-pro|(?!.*flash-lite)[3-9])/;
const LONGEST_QUOTE = 120;

/** What the responder thought before it answered. */
export interface Thinking {
  /** Tokens thought, whether shown or not; 0 without thinking. */
  readonly tokens: number;
  /** The thoughts to show: none unless the request includes them. */
  readonly parts: readonly Part[];
}

/** Thinks if the request or its model asks for it, within the thinking budget and the limit for the whole output. */
export function think(conversation: Conversation, outputLimit: number): Thinking {
  const { model, generationConfig } = conversation.request;
  const config = generationConfig?.thinkingConfig ?? {};
  const isAsked = config.includeThoughts || config.thinkingBudget !== undefined || config.thinkingLevel !== undefined;
  if (config.thinkingBudget === 0 || !(isAsked || ALWAYS_THINKS.test(model))) return { tokens: 0, parts: [] };
  // A negative budget leaves the amount to the model.
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
