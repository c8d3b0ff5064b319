import type { EmulatedModel } from "../models/catalogue.ts";
import type { ModelRules } from "../models/model-rules.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { ThinkingConfig } from "../wire/generate.ts";

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
  if (config.thinkingLevel !== undefined) checkLevel(config.thinkingLevel, model.rules);
  if (config.thinkingBudget !== undefined) checkBudget(config.thinkingBudget, model.rules);
}

function checkLevel(level: string, { levels }: ModelRules): void {
  if (levels?.length === 0) throw invalidArgument("Thinking level is not supported for this model.");
  if (!levels || level === "THINKING_LEVEL_UNSPECIFIED" || levels.includes(level)) return;
  throw invalidArgument(
    `Thinking level ${level} is not supported for this model. Please retry with other thinking level.`,
  );
}

/** @see https://docs.apiyi.com/en/api-capabilities/gemini-4-argon/overview the words of a model that has levels only */
function checkBudget(budget: number, { budgets = [0, 32_768], alwaysThinks }: ModelRules): void {
  if (budgets === null) {
    throw invalidArgument("Thinking budget is not supported for this model. Use thinking level instead.");
  }
  if (budget === -1) return;
  if (budget === 0 && !alwaysThinks) return;
  if (budget === 0) throw invalidArgument("Budget 0 is invalid. This model only works in thinking mode.");
  const [least, most] = budgets;
  if (budget < least || budget > most) {
    throw invalidArgument(
      `The thinking budget ${budget} is invalid. Please choose a value between ${least} and ${most}.`,
    );
  }
}
