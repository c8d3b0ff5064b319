import type { GenerateBackend } from "../backend.ts";
import { type ModelRules, rulesOf } from "./model-rules.ts";
import { retirementOf } from "./retirements.ts";

/** One model, with the fields of the Gemini API's model list. */
export interface EmulatedModel {
  /** The bare name, without `models/`. */
  readonly name: string;
  readonly displayName: string;
  readonly inputTokenLimit: number;
  readonly outputTokenLimit: number;
  /** Whether the model can think. */
  readonly thinking: boolean;
  /** What it accepts. */
  readonly rules: ModelRules;
}

/** The current models of the Gemini API and Vertex AI. Code Assist has its own, older list. */
const currentNames: readonly string[] = [
  "gemini-4-argon",
  "gemini-4-carbon",
  "gemini-4-hydrogen",
  "gemini-4-neon",
  "gemini-3.8-flash",
  "gemini-3.7-flash",
  "gemini-3.6-flash",
  "gemini-3.5-flash",
  "gemini-3.5-flash-lite",
  "gemini-3.1-pro-preview",
  "gemini-3.1-flash-lite",
  "gemini-2.5-pro",
  "gemini-2.5-flash",
  "gemini-2.5-flash-lite",
];

/** The models of each service, until they retire. */
const listedNames: Readonly<Record<GenerateBackend, readonly string[]>> = {
  "gemini-api": [...currentNames, "gemma-4-31b-it", "gemma-4-26b-a4b-it"],
  vertex: currentNames,
  "code-assist": [
    "gemini-2.5-pro",
    "gemini-2.5-flash",
    "gemini-2.5-flash-lite",
    "gemini-3-pro-preview",
    "gemini-3.1-pro-preview",
    "gemini-3-flash-preview",
    "gemini-3-flash",
    "gemini-3.8-flash",
    "gemini-3.1-flash-lite",
    "gemma-4-31b-it",
    "gemma-4-26b-a4b-it",
  ],
};

/** The models of one emulator: those that its services list, and the names that they accept. */
export interface Catalogue {
  /** The models that a service lists today. */
  list(service: GenerateBackend): readonly EmulatedModel[];
  /**
   * The model that answers under a name today: another one if the named one was replaced. `undefined` for a name that is neither
   * listed nor, in an open catalogue, that of a Gemini or Gemma model.
   */
  find(name: string, service: GenerateBackend): EmulatedModel | undefined;
}

/**
 * Creates a catalogue of the given names only. Without names it is open: its services list the models of late 2026, retire them
 * on Google's dates by the clock `now`, and accept any other name that starts with `gemini-` or `gemma-`. Without a clock no
 * model retires, so that a test does not fail from one day to the next.
 */
export function createCatalogue(now: (() => number) | undefined, names?: readonly string[]): Catalogue {
  if (names !== undefined) {
    const models = names.map(describeModel);
    return { list: () => models, find: (name) => models.find((model) => model.name === name) };
  }
  const retired = (name: string, service: GenerateBackend) => now && retirementOf(name, service, now());
  return {
    list: (service) => listedNames[service].filter((name) => !retired(name, service)).map(describeModel),
    find: (name, service) => {
      const retirement = retired(name, service);
      const answering = retirement ? retirement.replacement : name;
      return answering !== undefined && /^(gemini|gemma)-[a-z0-9.-]+$/.test(answering)
        ? describeModel(answering)
        : undefined;
    },
  };
}

function describeModel(name: string): EmulatedModel {
  const rules = rulesOf(name);
  return {
    name,
    displayName: name.replaceAll("-", " ").replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    inputTokenLimit: rules.inputTokenLimit ?? 1_048_576,
    outputTokenLimit: rules.outputTokenLimit,
    thinking: rules.thinks,
    rules,
  };
}
