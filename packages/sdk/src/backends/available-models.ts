import { type GeminiError, isGeminiError } from "../errors/gemini-error.ts";
import { CallScope } from "../scope/call-scope.ts";
import { NO_TIMEOUTS } from "../scope/timeouts.ts";
import type { PreparedBackend } from "./backend.ts";

/** The call has already failed, so it must not wait long for a better error. */
const LOOK_UP_DEADLINE_MS = 5_000;

/** How many names the message lists; `availableModels` has more. */
const MOST_NAMED = 8;

/** Google lists a few dozen models; sorting many more would take long. */
const MOST_KEPT = 500;

/** Names that can be shown in a message, and used as the option `model`. */
const MODEL_NAME = /^[\w.@/-]{1,100}$/;

/**
 * Adds the available models to a `model_unavailable`, if the backend can list them within five seconds. Never fails: if
 * listing them fails, a warning is emitted and the error is returned unchanged. The requests do not count as attempts.
 */
export async function withModels(
  error: GeminiError,
  prepared: PreparedBackend,
  model: string,
  call: CallScope,
): Promise<GeminiError> {
  if (!prepared.listModels) return error;
  const scope = new CallScope({
    clock: call.clock,
    timeouts: NO_TIMEOUTS,
    signals: [call.signal],
    onEvent: call.onEvent,
  });
  scope.start("total", LOOK_UP_DEADLINE_MS);
  try {
    const names = await scope.waitFor(prepared.listModels(scope));
    const wanted = model.replace(/^(?:.*\/)?models\//, "");
    if (prepared.elsewhere && names.includes(wanted)) return error.with(prepared.elsewhere);
    return named(error, wanted, names);
  } catch (failure) {
    if (!call.signal.aborted && isGeminiError(failure)) {
      const message = `Could not list the available models (${failure.code}).`;
      call.onEvent({ type: "warning", code: failure.code, message });
    }
    return error;
  } finally {
    scope.close();
  }
}

function named(error: GeminiError, wanted: string, names: readonly string[]): GeminiError {
  const others = [...new Set(names)].filter((name) => name !== wanted && MODEL_NAME.test(name)).slice(0, MOST_KEPT);
  if (others.length === 0) return error;
  const availableModels = nearestFirst(wanted, others);
  const more = availableModels.length - MOST_NAMED;
  const listed = `${availableModels.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return error.with({ availableModels, remedy: `Use another \`model\` (available: ${listed}).` });
}

/** Sorts names by similarity to the wanted one; equally similar names keep their order. */
function nearestFirst(wanted: string, names: readonly string[]): readonly string[] {
  const distances = new Map(names.map((name) => [name, distance(wanted, name)]));
  return names.toSorted((one, other) => (distances.get(one) ?? 0) - (distances.get(other) ?? 0));
}

/** Levenshtein distance: how many characters must be inserted, deleted or replaced. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const changed = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
