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
 * name with the signature, the arguments, and an empty call at the end. A call without arguments is one part.
 *
 * @see https://docs.cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling
 */
export function splitCall(part: Part, { args = {}, ...call }: FunctionCall): readonly Part[] {
  const values = Object.entries(args).flatMap(([name, value]) => partialArgs(`$${step(name)}`, value));
  if (values.length === 0) return [{ ...part, functionCall: call }];
  const pieces: readonly CallPiece[] = [
    { ...call, willContinue: true },
    ...values.map((one): CallPiece => ({ partialArgs: [one], willContinue: true })),
    {},
  ];
  return pieces.map((piece, index) => ({ ...(index === 0 ? part : {}), functionCall: piece as FunctionCall }));
}

/**
 * | value | pieces |
 * |---|---|
 * | a string | its words, each of which will continue, then an empty string |
 * | a list | its entries, then a piece without a value, whose path ends with `[]` |
 * | an object | its members; without any, a piece without a value |
 * | anything else | one |
 */
function partialArgs(jsonPath: string, value: unknown): readonly PartialArg[] {
  if (typeof value === "string") return words(value).map((one) => ({ jsonPath, ...one }));
  if (typeof value === "number") return [{ jsonPath, numberValue: value }];
  if (typeof value === "boolean") return [{ jsonPath, boolValue: value }];
  if (typeof value !== "object" || value === null) return [{ jsonPath, nullValue: "NULL_VALUE" }];
  if (Array.isArray(value)) {
    return [...value.flatMap((one, index) => partialArgs(`${jsonPath}[${index}]`, one)), { jsonPath: `${jsonPath}[]` }];
  }
  const members = Object.entries(value);
  if (members.length === 0) return [{ jsonPath }];
  return members.flatMap(([name, one]) => partialArgs(`${jsonPath}${step(name)}`, one));
}

function words(text: string): readonly Pick<PartialArg, "stringValue" | "willContinue">[] {
  const pieces = text.match(/\s*\S+|\s+$/g) ?? [];
  return [...pieces.map((stringValue) => ({ stringValue, willContinue: true as const })), { stringValue: "" }];
}

/** One step of a JSON path. @see https://www.rfc-editor.org/rfc/rfc9535#name-child-segment */
function step(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
