import { GoogleError } from "../reply/google-error.ts";
import type { Content, FunctionCall, FunctionResponse } from "../wire/content.ts";

/** How strictly function results are compared with the calls of the turn before them. */
export type FunctionResultChecks = "any" | "matching" | "with-ids";

/**
 * Checks that every function result is for a call of the turn before: of its id, or without an id for one of its name. Google counts
 * the results and is not known to compare them, so a program that mixes them up gets wrong answers instead of an error.
 *
 * | result | fits |
 * |---|---|
 * | with an id | the call with this id, or one of its name that has no id |
 * | without an id | a call of its name; with `"with-ids"` only one that has no id |
 *
 * @throws GoogleError `INVALID_ARGUMENT` whose message says that the emulator refuses.
 */
export function checkFunctionResults(contents: readonly Content[], checks: FunctionResultChecks): void {
  if (checks === "any") return;
  let open: readonly FunctionCall[] = [];
  for (const [index, { role, parts = [] }] of contents.entries()) {
    if (role === "model") {
      open = [...open, ...parts.flatMap(({ functionCall }) => functionCall ?? [])];
      continue;
    }
    for (const [at, { functionResponse }] of parts.entries()) {
      if (!functionResponse) continue;
      const call = open.find((one) => fits(functionResponse, one, checks));
      if (!call) throw refusal(functionResponse, `contents[${index}].parts[${at}]`, open);
      open = open.filter((other) => other !== call);
    }
    if (!parts.some(({ functionResponse }) => functionResponse)) open = [];
  }
}

function fits({ id, name }: FunctionResponse, call: FunctionCall, checks: FunctionResultChecks): boolean {
  if (call.id !== undefined && id !== undefined) return call.id === id && call.name === name;
  if (call.id !== undefined && checks === "with-ids") return false;
  return call.name === name;
}

function refusal({ id, name }: FunctionResponse, path: string, open: readonly FunctionCall[]): GoogleError {
  const calls = open.map(describe).join(", ");
  return new GoogleError(
    "INVALID_ARGUMENT",
    `Emulator: the function response at ${path}, of ${describe({ id, name })}, is for no open function call. ` +
      `Open: ${calls === "" ? "none" : calls}. The option functionResults: "any" turns this check off.`,
  );
}

function describe({ id, name }: { readonly id?: string | undefined; readonly name: string }): string {
  return id === undefined ? `${name} without an id` : `${name} with the id ${id}`;
}
