/** What can precede the bare name of a Gemini model: `models/`, or the path of Google's own models on Vertex AI. */
const PREFIX = /^(?:models\/|(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/google\/models\/)/;

/** The generation that an alias such as `gemini-flash-latest` means. */
const NEWEST_GENERATION = 4;

/**
 * Words of a name that only distinguish versions of one model. `customtools` is a tuning of one model at the same
 * price.
 */
const VERSION_WORD = /^(?:\d+|preview|exp|experimental|latest|customtools)$/;

/** The name without what can precede it, in lower case. */
export function bareModelName(name: string): string {
  return name.trim().toLowerCase().replace(PREFIX, "");
}

/** Whether two names mean the same model: `models/x` is `x`. */
export function isSameModel(one: string, other: string): boolean {
  return one === other || bareModelName(one) === bareModelName(other);
}

/** Whether Google decides what the name means, as it does for `gemini-flash-latest`. */
export function isGoogleAlias(name: string): boolean {
  return /^gemini-[a-z-]+-latest$/.test(bareModelName(name));
}

/**
 * The generation of a Gemini model: 3 for `gemini-3.8-flash`. An alias (`…-latest`) means the newest. Undefined for names
 * that don't say it: other models, tuned models, endpoints.
 */
export function generationOf(name: string): number | undefined {
  const [, version] = /^gemini-(\d+)(?:\.\d+)?(?:[-@]|$)/.exec(bareModelName(name)) ?? [];
  if (version !== undefined) return Number(version);
  return isGoogleAlias(name) ? NEWEST_GENERATION : undefined;
}

/**
 * Whether a model refuses images, and texts at the beginning, of the model's turns that have no thought signature: those of
 * generation 3 and later that make images.
 * @see https://ai.google.dev/gemini-api/docs/image-generation#thought-signatures
 * @see https://github.com/googleapis/js-genai/issues/1116
 */
export function needsSignedImages(name: string): boolean {
  return /-image(?:[-@]|$)/.test(bareModelName(name)) && (generationOf(name) ?? 0) >= 3;
}

/** What a name says about its model. */
export interface NamedFamily {
  /** Version and kind, such as `gemini-3.8-flash`. */
  readonly family: string;
  /**
   * The family, if this is the name of a stable release: a preview can have a different name than its stable release.
   */
  readonly stable: string | undefined;
}

/** Undefined for aliases, and for names that do not identify a Gemini model. */
export function namedFamily(name: string): NamedFamily | undefined {
  const bare = bareModelName(name).replace(/@.*$/, "");
  const [, version, rest = ""] = /^gemini-(\d+(?:\.\d+)?)-([a-z0-9-]+)$/.exec(bare) ?? [];
  const words = rest.split("-");
  const kind = words.filter((word) => !VERSION_WORD.test(word));
  if (version === undefined || kind.length === 0 || words.includes("latest")) return undefined;
  const family = ["gemini", version.replace(/\.0$/, ""), ...kind].join("-");
  const isStable = words.every((word) => kind.includes(word) || /^\d+$/.test(word));
  return { family, stable: isStable ? family : undefined };
}
