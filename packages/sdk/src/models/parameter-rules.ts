import type { ChangedOption } from "../platform/events.ts";
import type { BackendName } from "../wire/backend-name.ts";
import { findModel } from "./catalogue.ts";
import type { ModelFacts, ModelOption } from "./model-facts.ts";
import { largestBudget } from "./output-limits.ts";

/** Members of `generationConfig` that a model may refuse or ignore. Thinking has rules of its own. */
const SAMPLING: readonly Exclude<ModelOption, "continuesModelTurn">[] = [
  "temperature",
  "topP",
  "topK",
  "presencePenalty",
  "frequencyPenalty",
  "candidateCount",
];

/** Parameters by their names in `generationConfig`, which are also those of the options. */
export type Parameters = Readonly<Record<string, unknown>>;

/** The parameters that the model refuses with 400; none of a model that is not known. */
export function refusedParameters(model: string, backend: BackendName, given: Parameters): readonly string[] {
  const facts = findModel(model);
  return SAMPLING.filter((name) => matters(name, given[name]) && refuses(facts, name, backend));
}

/** Parameters that a model accepts, and what is different in them. */
export interface AcceptedParameters {
  readonly parameters: Parameters;
  readonly changed: readonly ChangedOption[];
}

/**
 * Translates parameters that were chosen for another model, thinking excepted:
 *
 * | parameter | sent |
 * |---|---|
 * | one that the model refuses | nothing |
 * | `maxOutputTokens` above what the model can return | what it can return |
 * | `responseModalities` | those that it can answer with; nothing if there are none |
 */
export function acceptedParameters(model: string, backend: BackendName, given: Parameters): AcceptedParameters {
  const sent: Record<string, unknown> = { ...given };
  const changed: ChangedOption[] = [];
  const change = (option: string, instead?: unknown) => {
    changed.push({ option, ...(instead !== undefined && { instead: `${option}: ${instead}` }) });
    if (instead === undefined) delete sent[option];
    else sent[option] = instead;
  };
  for (const name of refusedParameters(model, backend, given)) change(name);
  const { maxOutputTokens, responseModalities } = given;
  const most = largestBudget(model);
  if (typeof maxOutputTokens === "number" && maxOutputTokens > most) change("maxOutputTokens", most);
  const wanted = Array.isArray(responseModalities) ? responseModalities.map(String) : [];
  const refused = refusedModalities(model, wanted);
  const left = wanted.filter((modality) => !refused.includes(modality));
  if (refused.length > 0) change("responseModalities", left.length > 0 ? left : undefined);
  return { parameters: sent, changed };
}

/** The parameters that the model accepts and ignores. */
export function ignoredParameters(model: string, given: Parameters): readonly string[] {
  const ignored = findModel(model)?.ignores ?? [];
  return SAMPLING.filter((name) => given[name] != null && ignored.includes(name));
}

/** The modalities that the model cannot answer with. */
export function refusedModalities(model: string, wanted: readonly string[]): readonly string[] {
  const outputs: readonly string[] | undefined = findModel(model)?.outputs;
  return outputs ? wanted.filter((modality) => !outputs.includes(modality.toUpperCase())) : [];
}

/** What a model does with contents that end with a turn of the model, which it should continue. */
export function modelTurnRule(model: string, backend: BackendName): "refused" | "unsupported" | undefined {
  const facts = findModel(model);
  if (refuses(facts, "continuesModelTurn", backend)) return "refused";
  return facts?.unsupported?.includes("continuesModelTurn") ? "unsupported" : undefined;
}

function refuses(facts: ModelFacts | undefined, name: ModelOption, backend: BackendName): boolean {
  return facts?.refuses?.some(({ option, on }) => option === name && (on?.includes(backend) ?? true)) ?? false;
}

/** Whether a value differs from what Google does without it. */
function matters(name: string, value: unknown): boolean {
  if (value == null) return false;
  return value !== (name === "candidateCount" ? 1 : 0);
}
