import type { GenerateBackend } from "../backend.ts";
import type { EmulatedModel } from "../models/catalogue.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { Content } from "../wire/content.ts";
import type { GenerateContentRequest, GenerationConfig } from "../wire/generate.ts";

/**
 * Refuses what the model does not accept, in Google's words where they are known.
 *
 * @see https://github.com/LibreChat-AI/agents/pull/323 the words about a turn of the model
 * @see https://github.com/googleapis/js-genai/issues/1609 the words about candidates
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkModelRules(
  { contents, generationConfig = {} }: GenerateContentRequest,
  model: EmulatedModel,
  service: GenerateBackend,
): void {
  const { noPenalties, oneCandidateOn = [], noModelTurn } = model.rules;
  if (noPenalties && (generationConfig.presencePenalty || generationConfig.frequencyPenalty)) {
    throw invalidArgument("Penalty is not enabled for this model");
  }
  if ((generationConfig.candidateCount ?? 1) > 1 && oneCandidateOn.includes(service)) {
    throw invalidArgument("Multiple candidates is not enabled for this model");
  }
  if (noModelTurn && endsWithModelTurn(contents)) {
    throw invalidArgument(
      "Requests ending with a model turn are not supported unless the last part is a function response.",
    );
  }
  checkModalities(generationConfig, model);
}

function endsWithModelTurn(contents: readonly Content[]): boolean {
  const last = contents.at(-1);
  return last?.role === "model" && last.parts?.at(-1)?.functionResponse === undefined;
}

function checkModalities({ responseModalities = [] }: GenerationConfig, { name, rules }: EmulatedModel): void {
  const { outputs } = rules;
  if (!outputs || responseModalities.every((modality) => outputs.includes(modality))) return;
  const accepted = outputs.map((modality) => `* ${modality}\n`).join("");
  throw invalidArgument(
    `The requested combination of response modalities is not supported by the model. models/${name} accepts the following combination of response modalities:\n${accepted}`,
  );
}
