import type { EmulatedModel } from "../models/catalogue.ts";
import { isBeforeGemini3 } from "../models/generation.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { ThinkingConfig } from "../wire/generate.ts";

/** The thinking levels of a model, by the prefix of its name; the first match counts. */
const levelsByPrefix: readonly (readonly [prefix: string, levels: readonly string[]])[] = [
  ["gemini-4-argon", ["LOW", "MEDIUM", "HIGH"]],
  ["gemini-4-carbon", ["LOW", "MEDIUM", "HIGH"]],
  ["gemini-4-", ["LOW", "MEDIUM", "HIGH", "XHIGH"]],
  ["gemini-3.8-flash", ["LOW", "MEDIUM", "HIGH"]],
  ["gemini-3.7-flash", ["LOW", "MEDIUM", "HIGH"]],
  ["gemini-3.1-pro", ["LOW", "MEDIUM", "HIGH"]],
  ["gemini-3-pro", ["LOW", "HIGH"]],
  ["gemini-3", ["MINIMAL", "LOW", "MEDIUM", "HIGH"]],
];

/**
 * Checks the thinking budget or level: not both, and only what the model allows. Every model with budgets accepts -1, with which
 * the model decides.
 *
 * @see https://ai.google.dev/gemini-api/docs/thinking
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkThinkingConfig(config: ThinkingConfig | undefined, model: EmulatedModel): void {
  if (config === undefined) return;
  if (config.thinkingBudget !== undefined && config.thinkingLevel !== undefined) {
    throw invalidArgument("You can only set only one of thinking budget and thinking level.");
  }
  if (config.thinkingLevel !== undefined) checkLevel(config.thinkingLevel, model);
  if (config.thinkingBudget !== undefined) checkBudget(config.thinkingBudget, model);
}

function checkLevel(level: string, { name }: EmulatedModel): void {
  if (isBeforeGemini3(name)) throw invalidArgument("Thinking level is not supported for this model.");
  const levels = levelsByPrefix.find(([prefix]) => name.startsWith(prefix))?.[1];
  if (!levels || level === "THINKING_LEVEL_UNSPECIFIED" || levels.includes(level)) return;
  throw invalidArgument(
    `Thinking level ${level} is not supported for this model. Please retry with other thinking level.`,
  );
}

function checkBudget(budget: number, model: EmulatedModel): void {
  if (model.name.startsWith("gemini-4")) throw invalidArgument("Thinking budget is not supported for this model.");
  if (budget === -1) return;
  if (budget === 0 && !/^gemini-2\.5-pro/.test(model.name)) return;
  if (budget === 0) throw invalidArgument("Budget 0 is invalid. This model only works in thinking mode.");
  const [least, most] = budgetRange(model.name);
  if (budget < least || budget > most) {
    throw invalidArgument(
      `The thinking budget ${budget} is invalid. Please choose a value between ${least} and ${most}.`,
    );
  }
}

function budgetRange(name: string): readonly [number, number] {
  if (/^gemini-2\.5-pro/.test(name)) return [128, 32_768];
  if (/^gemini-2\.5-flash-lite/.test(name)) return [512, 24_576];
  if (/^gemini-2\.5/.test(name)) return [1, 24_576];
  return [0, 32_768];
}
