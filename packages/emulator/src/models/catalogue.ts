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

const defaultNames: readonly string[] = [
  "gemini-2.5-pro",
  "gemini-2.5-flash",
  "gemini-2.5-flash-lite",
  "gemini-2.0-flash",
  "gemini-3-pro-preview",
  "gemini-3.1-pro-preview",
  "gemini-3-flash-preview",
  "gemini-3-flash",
  "gemini-3.5-flash",
  "gemini-3.8-flash",
  "gemini-3.1-flash-lite",
  "gemini-3.5-flash-lite",
  "gemma-4-31b-it",
  "gemma-4-26b-a4b-it",
];

/** The models of one emulator: what it lists, and which names it answers to. */
export interface Catalogue {
  readonly models: readonly EmulatedModel[];
  /** What is known of a name that is listed or, in an open catalogue, looks like a Gemini or Gemma model; else undefined. */
  find(name: string): EmulatedModel | undefined;
}

/**
 * A catalogue of the given names, and of no others. Without names it is open: it lists the models of late 2026 and answers
 * to any name that begins with `gemini-` or `gemma-`.
 */
export function createCatalogue(names?: readonly string[]): Catalogue {
  const models = (names ?? defaultNames).map(describeModel);
  const open = names === undefined;
  return {
    models,
    find: (name) =>
      models.find((model) => model.name === name) ??
      (open && /^(gemini|gemma)-[a-z0-9.-]+$/.test(name) ? describeModel(name) : undefined),
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
