/**
 * Pairs of stable names of the same model; the order does not matter. Code Assist uses `gemini-3-flash` for Gemini 3.5
 * Flash.
 * @see https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/config/models.ts
 */
const RENAMED: readonly (readonly [string, string])[] = [["gemini-3.5-flash", "gemini-3-flash"]];

/**
 * Words of a name that only distinguish versions of one model. `customtools` is a tuning of one model at the same
 * price.
 */
const VERSION_WORD = /^(?:\d+|preview|exp|experimental|latest|customtools)$/;

/** The prefixes that the name of a Gemini model may have: `models/`, or a path to Google's own models on Vertex AI. */
const PREFIX = /^(?:models\/|(?:projects\/[^/]+\/locations\/[^/]+\/)?publishers\/google\/models\/)/;

/**
 * Whether a response came from a model of another family than requested. The first row that matches decides:
 *
 * | requested or responding model | substitution |
 * |---|---|
 * | a name not of the form `gemini-<version>-<kind>`: empty, Gemma, a tuned model, an endpoint | no: the names cannot be compared |
 * | an alias such as `gemini-flash-latest` | no: it can mean any model |
 * | the same version and kind, with or without the suffix `-preview`, `-exp`, a number or a date | no |
 * | a documented rename | no |
 * | anything else, including documented redirections such as `gemini-3.7-flash` to `gemini-3.8-flash` | yes |
 *
 * The other model has its own price, limits and behaviour, even if Google announced the redirection.
 * @see https://ai.google.dev/gemini-api/docs/deprecations
 */
export function isSubstitution(asked: string, answered: string | undefined): boolean {
  const one = familyOf(asked);
  const other = familyOf(answered ?? "");
  if (!one || !other || one.family === other.family) return false;
  return !RENAMED.some(
    ([first, second]) =>
      (one.stable === first && other.stable === second) || (one.stable === second && other.stable === first),
  );
}

interface Family {
  /** Version and kind, such as `gemini-3.8-flash`. */
  readonly family: string;
  /**
   * The family, if this is the name of a stable release: a preview can have a different name than its stable release.
   */
  readonly stable: string | undefined;
}

/** Undefined for aliases, and for names that do not identify a model. */
function familyOf(name: string): Family | undefined {
  const bare = name.trim().toLowerCase().replace(PREFIX, "").replace(/@.*$/, "");
  const [, version, rest = ""] = /^gemini-(\d+(?:\.\d+)?)-([a-z0-9-]+)$/.exec(bare) ?? [];
  const words = rest.split("-");
  const kind = words.filter((word) => !VERSION_WORD.test(word));
  if (version === undefined || kind.length === 0 || words.includes("latest")) return undefined;
  const family = ["gemini", version.replace(/\.0$/, ""), ...kind].join("-");
  const isStable = words.every((word) => kind.includes(word) || /^\d+$/.test(word));
  return { family, stable: isStable ? family : undefined };
}
