import { functionCallInvalid } from "../errors/content-errors.ts";
import type { FunctionCall, Part } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { integersIn, type JsonPath, setIntegers } from "../wire/large-integers.ts";
import { hasArgument, parseArgumentPath, setArgument, setOwn } from "./argument-path.ts";
import { isVoid } from "./merge-members.ts";

/**
 * A function call that comes in pieces, as Vertex AI sends it with `streamFunctionCallArguments`: the first has the name and
 * often the signature, the next ones have arguments by their JSON Path, and the last has no `willContinue`. A list ends with
 * a piece without a value, such as `$.stops[]`.
 * @see https://googleapis.github.io/js-genai/release_docs/interfaces/types.PartialArg.html
 */
export class FunctionCallPieces {
  readonly #args: Record<string, unknown> = {};
  /** Which strings in the arguments are integers beyond 2^53. */
  #integers: readonly JsonPath[] = [];
  /** The members of all pieces, of each name the first with data. */
  #part: Part = {};
  #call: FunctionCall = {};

  /** Whether a part is the first piece of a function call: whole calls and other parts are not. */
  static isFirst(part: Part): boolean {
    const call: FunctionCall | null | undefined = part.functionCall;
    return isRecord(call) && (call.willContinue === true || call.partialArgs != null);
  }

  /**
   * Adds the next piece. Returns whether more have to follow. Throws `response_invalid` if it does not fit those before it.
   */
  add(part: Part): boolean {
    const { functionCall, ...others } = part;
    const { partialArgs, willContinue, args, ...call }: FunctionCall = functionCall ?? {};
    if (differs(this.#call.name, call.name) || differs(this.#call.id, call.id)) {
      throw functionCallInvalid("a call began before the previous one had ended");
    }
    this.#call = withMissing(this.#call, call);
    if (isVoid(this.#call.name)) throw functionCallInvalid("arguments came before the name of the function");
    this.#part = withMissing(this.#part, others);
    if (isRecord(args)) this.#addWhole(args);
    this.#addPartial(partialArgs ?? []);
    return willContinue === true || goesOn(partialArgs);
  }

  /** The whole call. To be called once the last piece was added. */
  toPart(): Part {
    setIntegers(this.#args, this.#integers);
    return { functionCall: { ...this.#call, args: this.#args }, ...this.#part };
  }

  #addWhole(args: object): void {
    for (const [name, value] of Object.entries(copyOf(args))) setOwn(this.#args, name, value);
    const others = this.#integers.filter(([name = ""]) => !Object.hasOwn(args, name));
    this.#integers = [...others, ...integersIn(args)];
  }

  #addPartial(pieces: unknown): void {
    if (!Array.isArray(pieces)) throw functionCallInvalid("its arguments are not a list");
    const integers = new Set(integersIn(pieces).map(([index]) => Number(index)));
    for (const [index, piece] of pieces.entries()) {
      const { jsonPath, willContinue }: Record<string, unknown> = isRecord(piece) ? piece : {};
      const endsList = typeof jsonPath === "string" && jsonPath.endsWith("[]");
      const path =
        typeof jsonPath === "string" ? parseArgumentPath(endsList ? jsonPath.slice(0, -2) : jsonPath) : undefined;
      if (!path) throw functionCallInvalid("the path of an argument is invalid");
      const isInteger = integers.has(index);
      const value = isInteger ? piece.numberValue : readValue(piece);
      if (value === undefined) {
        if (willContinue !== true) this.#end(path, endsList);
        continue;
      }
      const appends = typeof value === "string" && !isInteger && !this.#integers.some((one) => isSamePath(one, path));
      if (endsList || !setArgument(this.#args, path, value, appends)) throw unfit();
      if (isInteger) this.#integers = [...this.#integers, path];
    }
  }

  /** Vertex AI ends texts and lists by a piece without a value. For what has no pieces of its own, it is the only one. */
  #end(path: JsonPath, isList: boolean): void {
    if (hasArgument(this.#args, path)) return;
    if (!setArgument(this.#args, path, isList ? [] : {}, false)) throw unfit();
  }
}

function unfit(): Error {
  return functionCallInvalid("the path of an argument does not fit the arguments before it");
}

/** Whether the text of an argument goes on in the next piece, and with it the call. */
function goesOn(partialArgs: unknown): boolean {
  return Array.isArray(partialArgs) && partialArgs.some((piece) => piece?.willContinue === true);
}

const VALUES = [
  ["stringValue", "string"],
  ["numberValue", "number"],
  ["boolValue", "boolean"],
] as const;

/** The value of a piece; undefined if it has none. Gateways send null for all values that are not set. */
function readValue(piece: Record<string, unknown>): unknown {
  for (const [name, type] of VALUES) {
    const value = piece[name] ?? undefined;
    if (value === undefined) continue;
    if (typeof value !== type) throw functionCallInvalid("the value of an argument has the wrong type");
    return value;
  }
  const isUnset = piece.nullValue === null && VALUES.some(([name]) => Object.hasOwn(piece, name));
  return Object.hasOwn(piece, "nullValue") && !isUnset ? null : undefined;
}

/** A copy of whole arguments, because the chunk that has them shows what came. */
function copyOf(args: object): object {
  try {
    return structuredClone(args);
  } catch {
    throw functionCallInvalid("its arguments are nested too deeply");
  }
}

/** Indices of lists may be numbers or their digits. */
function isSamePath(one: JsonPath, other: JsonPath): boolean {
  return one.length === other.length && one.every((step, index) => String(step) === String(other[index]));
}

function differs(before: unknown, after: unknown): boolean {
  return !isVoid(before) && !isVoid(after) && before !== after;
}

/** The members of an earlier piece and those of a later one that the earlier one lacks. */
function withMissing<T extends object>(earlier: T, later: T): T {
  return { ...later, ...Object.fromEntries(Object.entries(earlier).filter(([, value]) => !isVoid(value))) };
}
