import type { FunctionCall, Part } from "../wire/content.ts";

/** A piece of a call's arguments. @see https://docs.cloud.google.com/vertex-ai/generative-ai/docs/reference/rest/v1/FunctionCall */
interface PartialArg {
  readonly jsonPath: string;
  readonly stringValue?: string;
  readonly numberValue?: number;
  readonly boolValue?: boolean;
  readonly nullValue?: "NULL_VALUE";
  readonly willContinue?: true;
}

/** A call as it comes in the events of a stream: the name comes first, then the arguments, then an empty call. */
interface CallPiece extends Partial<FunctionCall> {
  readonly partialArgs?: readonly PartialArg[];
  readonly willContinue?: true;
}

/**
 * Splits a function call into the parts of successive stream events, as Vertex AI does with `streamFunctionCallArguments`: the
 * name with the signature, each argument, strings word by word, and an empty call at the end. Returns the call whole if it
 * has an empty object or list among its arguments, because no piece can hold one.
 *
 * @see https://docs.cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling
 */
export function splitCall(part: Part, { args = {}, ...call }: FunctionCall): readonly Part[] {
  const values = Object.entries(args).map(([name, value]) => partialArgs(`$${step(name)}`, value));
  if (!values.every((one) => one !== undefined)) return [part];
  const pieces: readonly CallPiece[] = [
    { ...call, willContinue: true },
    ...values.flat().map((one): CallPiece => ({ partialArgs: [one], willContinue: true })),
    {},
  ];
  return pieces.map((piece, index) => ({ ...(index === 0 ? part : {}), functionCall: piece as FunctionCall }));
}

/** The pieces of one value; undefined if it is, or has, an empty object or list. */
function partialArgs(jsonPath: string, value: unknown): readonly PartialArg[] | undefined {
  if (typeof value === "string") return words(value).map((one) => ({ jsonPath, ...one }));
  if (typeof value === "number") return [{ jsonPath, numberValue: value }];
  if (typeof value === "boolean") return [{ jsonPath, boolValue: value }];
  if (typeof value !== "object" || value === null) return [{ jsonPath, nullValue: "NULL_VALUE" }];
  const steps = Array.isArray(value) ? value.map((_, index) => `[${index}]`) : Object.keys(value).map(step);
  const pieces = Object.values(value).map((one, index) => partialArgs(`${jsonPath}${steps[index]}`, one));
  return pieces.length > 0 && pieces.every((one) => one !== undefined) ? pieces.flat() : undefined;
}

/** A string word by word; all but the last will continue. */
function words(text: string): readonly Pick<PartialArg, "stringValue" | "willContinue">[] {
  const pieces = text.match(/\s*\S+|\s+$/g) ?? [text];
  return pieces.map((stringValue, index) => ({
    stringValue,
    ...(index < pieces.length - 1 ? { willContinue: true } : {}),
  }));
}

/** One step of a JSON path. @see https://www.rfc-editor.org/rfc/rfc9535#name-child-segment */
function step(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
