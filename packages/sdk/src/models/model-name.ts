/** What can precede the bare name of a Gemini model: `models/`, or the path of Google's own models on Vertex AI. */
const PREFIX = /^(?:models\/|(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/google\/models\/)/;

/** The generation that an alias such as `gemini-flash-latest` means. */
const NEWEST_GENERATION = 4;

/** The name without what can precede it, in lower case. */
export function bareModelName(name: string): string {
  return name.trim().toLowerCase().replace(PREFIX, "");
}

/** Whether two names mean the same model: `models/x` is `x`. */
export function isSameModel(one: string, other: string): boolean {
  return one === other || bareModelName(one) === bareModelName(other);
}

/**
 * The generation of a Gemini model: 3 for `gemini-3.8-flash`. An alias (`…-latest`) means the newest. Undefined for names
 * that don't say it: other models, tuned models, endpoints.
 */
export function generationOf(name: string): number | undefined {
  const bare = bareModelName(name);
  const [, version] = /^gemini-(\d+)(?:\.\d+)?(?:[-@]|$)/.exec(bare) ?? [];
  if (version !== undefined) return Number(version);
  return /^gemini-[a-z-]+-latest$/.test(bare) ? NEWEST_GENERATION : undefined;
}
