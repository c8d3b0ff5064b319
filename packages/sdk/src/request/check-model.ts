import { type AskedModel, refusedModelTurn, refusedOption } from "../errors/model-errors.ts";
import { modelTurnRule, type Parameters, refusedModalities, refusedParameters } from "../models/parameter-rules.ts";
import { refusedThinking } from "../models/thinking-support.ts";
import type { GenerationOptions } from "../options/call-options.ts";
import { extraConfigOf } from "../options/extra-request.ts";
import type { BackendName } from "../wire/backend-name.ts";

/** What to do instead of a parameter that a model refuses. */
const INSTEAD: Readonly<Record<string, string>> = {
  candidateCount: "Leave it out, and call the model once for each candidate.",
  presencePenalty: "Leave it out, and say in the prompt what the response should not repeat.",
  frequencyPenalty: "Leave it out, and say in the prompt what the response should not repeat.",
};

/**
 * Throws `invalid_options` for an option that the model is known to refuse. Members of `extraGenerationConfig` are sent
 * unchecked, and so is everything for a model that is not in the catalogue.
 */
export function checkModel(options: GenerationOptions, model: AskedModel, backend: BackendName): void {
  const { answering } = model;
  const given = checkedParameters(options);
  const [refused] = refusedParameters(answering, backend, given);
  if (refused !== undefined) throw refusedOption(refused, model, INSTEAD[refused] ?? "Leave it out.");
  const { thinkingBudget, thinkingLevel } = options;
  const isReplaced = "thinkingConfig" in extraConfigOf(options);
  const thinking = isReplaced ? undefined : refusedThinking(answering, thinkingBudget, thinkingLevel);
  if (thinking) throw refusedOption(thinking.option, model, thinking.instead);
  const [modality] = refusedModalities(answering, given.responseModalities ?? []);
  if (modality !== undefined) {
    throw refusedOption(
      "responseModalities",
      model,
      "Use a model that supports this modality, or leave the modality out.",
    );
  }
}

/** Throws `invalid_options` if the contents end with a turn of the model, and the model is known to refuse that. */
export function checkModelTurn(model: AskedModel, backend: BackendName): void {
  if (modelTurnRule(model.answering, backend) === "refused") throw refusedModelTurn(model);
}

/** The options that are sent as they are given: `extraGenerationConfig` replaces them. */
export function checkedParameters(
  options: GenerationOptions,
): Parameters & Pick<GenerationOptions, "responseModalities"> {
  const extra = extraConfigOf(options);
  const kept = Object.entries(options).filter(([name]) => !(name in extra));
  return Object.fromEntries(kept);
}
