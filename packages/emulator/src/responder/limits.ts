import type { Part } from "../wire/content.ts";
import type { FinishReason } from "../wire/generate.ts";
import { countPartTokens, firstTokens } from "./tokens.ts";

/** The part of an answer within its limits, and its finish reason. */
export interface LimitedAnswer {
  readonly parts: readonly Part[];
  readonly finishReason: FinishReason;
}

/**
 * Truncates an answer at the limit, or before the first stop sequence if that comes first. Truncates text between tokens, and
 * omits a function call that does not fit, with all that follows.
 */
export function limitAnswer(parts: readonly Part[], limit: number, stopSequences: readonly string[]): LimitedAnswer {
  const kept: Part[] = [];
  let left = limit;
  for (const part of parts) {
    const fitting = fit(part, left);
    const stopped = fitting?.text === undefined ? undefined : beforeStop(fitting.text, stopSequences);
    if (fitting && stopped !== undefined) {
      const text: readonly Part[] = stopped === "" ? [] : [{ ...fitting, text: stopped }];
      return { parts: [...kept, ...text], finishReason: "STOP" };
    }
    if (fitting) kept.push(fitting);
    if (!fitting || fitting.text !== part.text) return { parts: kept, finishReason: "MAX_TOKENS" };
    left -= countPartTokens([part]);
  }
  return { parts: kept, finishReason: "STOP" };
}

function fit(part: Part, limit: number): Part | undefined {
  if (part.text === undefined) return countPartTokens([part]) <= limit ? part : undefined;
  const text = firstTokens(part.text, limit);
  return text === "" && part.text !== "" ? undefined : { ...part, text };
}

/** The text before the first stop sequence; `undefined` if there is none. */
function beforeStop(text: string, stopSequences: readonly string[]): string | undefined {
  const places = stopSequences.flatMap((stop) => (stop !== "" && text.includes(stop) ? [text.indexOf(stop)] : []));
  return places.length === 0 ? undefined : text.slice(0, Math.min(...places));
}
