import type { GenerateBackend } from "../backend.ts";
import { retirementOf } from "./retirements.ts";

/** What the emulator says of one model, in the words of the Gemini API's model list. */
export interface EmulatedModel {
  /** The bare name, without `models/`. */
  readonly name: string;
  readonly displayName: string;
  readonly inputTokenLimit: number;
  readonly outputTokenLimit: number;
  /** Whether the model can think. */
  readonly thinking: boolean;
}

/** Current on the Gemini API and on Vertex AI alike. Code Assist has its own, older ones. */
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

/** What each service lists until a model retires. */
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

/** The models of one emulator: what its services list, and which names they answer to. */
export interface Catalogue {
  /** What a service lists today. */
  list(service: GenerateBackend): readonly EmulatedModel[];
  /**
   * The model that answers to a name today, which is another than the named one if that has been replaced. Undefined for
   * a name that is neither listed nor, in an open catalogue, looks like a Gemini or Gemma model.
   */
  find(name: string, service: GenerateBackend): EmulatedModel | undefined;
}

/**
 * A catalogue of the given names, and of no others. Without names it is open: its services list the models of late 2026,
 * retire them when Google does by the clock `now`, and answer to any other name that begins with `gemini-` or `gemma-`.
 */
export function createCatalogue(now: () => number, names?: readonly string[]): Catalogue {
  if (names !== undefined) {
    const models = names.map(describeModel);
    return { list: () => models, find: (name) => models.find((model) => model.name === name) };
  }
  return {
    list: (service) => listedNames[service].filter((name) => !retirementOf(name, service, now())).map(describeModel),
    find: (name, service) => {
      const retirement = retirementOf(name, service, now());
      const answering = retirement ? retirement.replacement : name;
      return answering !== undefined && /^(gemini|gemma)-[a-z0-9.-]+$/.test(answering)
        ? describeModel(answering)
        : undefined;
    },
  };
}

function describeModel(name: string): EmulatedModel {
  const gemma = name.startsWith("gemma-");
  const old = /^gemini-[12]\.[0-4]/.test(name);
  return {
    name,
    displayName: name.replaceAll("-", " ").replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    inputTokenLimit: gemma ? 256_000 : 1_048_576,
    outputTokenLimit: old || gemma ? 8_192 : 65_536,
    thinking: !old && !gemma,
  };
}
