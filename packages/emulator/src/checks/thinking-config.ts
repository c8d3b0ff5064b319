import type { EmulatedModel } from "../models/catalogue.ts";
import { isBeforeGemini3 } from "../models/generation.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { ThinkingConfig } from "../wire/generate.ts";

/**
 * Checks how much thinking is asked for: a budget or a level, never both, and a budget that the model allows
 * (-1 always: the model decides).
 *
 * @see https://ai.google.dev/gemini-api/docs/thinking
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkThinkingConfig(config: ThinkingConfig | undefined, model: EmulatedModel): void {
  if (config === undefined) return;
  if (config.thinkingBudget !== undefined && config.thinkingLevel !== undefined) {
    throw invalidArgument("You can only set only one of thinking budget and thinking level.");
  }
  if (config.thinkingLevel !== undefined && isBeforeGemini3(model.name)) {
    throw invalidArgument("Thinking level is not supported for this model.");
  }
  if (config.thinkingBudget !== undefined) checkBudget(config.thinkingBudget, model);
}

function checkBudget(budget: number, model: EmulatedModel): void {
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
