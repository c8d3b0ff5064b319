import { bareModelName } from "./model-name.ts";

/**
 * Pairs of stable names of the same model; the order does not matter.
 * Code Assist knows Gemini 3.5 Flash as `gemini-3-flash`.
 * @see https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/config/models.ts
 */
const RENAMED: readonly (readonly [string, string])[] = [["gemini-3.5-flash", "gemini-3-flash"]];

/** Words of a name that tell versions of one model apart. `customtools` is a tuning of one model at the same price. */
const VERSION_WORD = /^(?:\d+|preview|exp|experimental|latest|customtools)$/;

/**
 * Whether an answer came from a model of another family than the one asked for. The first row that fits decides:
 *
 * | asked or answered | substitution |
 * |---|---|
 * | a name that is no `gemini-<version>-<kind>`: empty, Gemma, a tuned model, an endpoint | no: nothing to compare |
 * | an alias such as `gemini-flash-latest` | no: it means whatever model answers |
 * | the same version and kind, with `-preview`, `-exp`, a number or a date behind it or not | no |
 * | a documented rename | no |
 * | anything else, documented routes such as `gemini-3.7-flash` to `gemini-3.8-flash` included | yes |
 *
 * A route has another model's price, limits and behaviour, whether Google announced it or not.
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
  /** The family if the name is that of a stable release: a preview can have another name than its successor. */
  readonly stable: string | undefined;
}

/** Undefined for an alias and for a name that does not say which model it is. */
function familyOf(name: string): Family | undefined {
  const bare = bareModelName(name).replace(/@.*$/, "");
  const [, version, rest = ""] = /^gemini-(\d+(?:\.\d+)?)-([a-z0-9-]+)$/.exec(bare) ?? [];
  const words = rest.split("-");
  const kind = words.filter((word) => !VERSION_WORD.test(word));
  if (version === undefined || kind.length === 0 || words.includes("latest")) return undefined;
  const family = ["gemini", version.replace(/\.0$/, ""), ...kind].join("-");
  const isStable = words.every((word) => kind.includes(word) || /^\d+$/.test(word));
  return { family, stable: isStable ? family : undefined };
}
