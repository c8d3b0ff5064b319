import type { GeminiError } from "../../errors/gemini-error.ts";
import { outputBegunAgain, outputInvalid } from "../../errors/output-errors.ts";
import type { ChunkBuffer } from "../../response/chunk-buffer.ts";
import type { ChunkOutput, StreamedOutput } from "../../response/streamed-output.ts";
import { issueDescriber } from "../../schema/describe-issue.ts";
import type { Opening } from "../../schema/json/json-outcome.ts";
import { PartialJson } from "../../schema/json/partial-json.ts";
import type { Validated, ValueIssue } from "../../schema/value-issue.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { isRecord } from "../../wire/is-record.ts";
import type { PreparedOutput } from "./prepared-output.ts";

/** What is read of a chunk. */
interface TextChunk {
  readonly textDelta: string;
}

/** Repeating an element more often costs too much; the elements then come at the end. */
const MOST_REPEATED = 8;

/** For chunks of a draft: an answer that another request replaces. */
const NO_OUTPUT: ChunkOutput = { object: () => undefined, takeElements: async () => [] };

/** Reads the output of a stream while its chunks are read. Parses only what the reader asks for. */
export class OutputStream implements StreamedOutput {
  isDraft = false;
  /** Whether a function call can follow what the model writes, which is then no output. The elements then come at the end. */
  mayCall = false;
  readonly #output: PreparedOutput;
  readonly #scope: CallScope;
  readonly #chunks: ChunkBuffer;
  /** How many times an element is repeated in the array that is validated; 0 if elements cannot be validated alone. */
  #copies: number;
  #attempt: OutputAttempt;
  /** The attempt whose elements were delivered. */
  #delivering: OutputAttempt | undefined;
  #delivered = 0;

  constructor(output: PreparedOutput, scope: CallScope, chunks: ChunkBuffer) {
    this.#output = output;
    this.#scope = scope;
    this.#chunks = chunks;
    this.#copies = copiesFor(output);
    this.#attempt = new OutputAttempt(output.opening);
  }

  begin(): void {
    this.#attempt = new OutputAttempt(this.#output.opening);
  }

  read(chunk: TextChunk): ChunkOutput {
    if (this.isDraft) return NO_OUTPUT;
    // The reader can take the chunk later, when another request is under way.
    const [attempt, { mayCall }] = [this.#attempt, this];
    const index = attempt.add(chunk);
    let object: unknown;
    return {
      object: () => {
        object ??= attempt.upTo(index).snapshot();
        return object;
      },
      takeElements: async () => (mayCall ? [] : this.#takeElements(attempt, index)),
    };
  }

  async #takeElements(attempt: OutputAttempt, index: number): Promise<readonly unknown[]> {
    const taken: unknown[] = [];
    if (this.#copies === 0) return taken;
    for (const element of attempt.upTo(index).takeElements()) {
      if (this.#delivering !== undefined && this.#delivering !== attempt) {
        this.#fail(outputBegunAgain());
        return taken;
      }
      const checked = await this.#check(element);
      if (!checked) return taken;
      taken.push(checked.value);
      this.#delivering = attempt;
      this.#delivered += 1;
    }
    return taken;
  }

  /** Validates an element as an array of itself. Undefined if it does not fit, or if that cannot be decided. */
  async #check(element: unknown): Promise<{ readonly value: unknown } | undefined> {
    const array = Array.from({ length: this.#copies }, () => element);
    const { validate, keepsValues } = this.#output;
    let checked: Validated;
    try {
      checked = await validate(array, this.#scope);
    } catch (error) {
      // The validator's failure, or the reason why the call has ended: the exchange adds what it knows.
      this.#fail(error as GeminiError);
      return undefined;
    }
    if (checked.issues === undefined) {
      const { value } = checked;
      if (Array.isArray(value) && value.length === this.#copies) return { value: value[0] };
    } else {
      const inside = checked.issues.filter(({ keys }) => keys[0] === "0");
      if (inside.length > 0) {
        this.#fail(outputInvalid(this.#described(inside, array), undefined));
        return undefined;
      }
      // What is wrong is the array: its length, for example.
      if (keepsValues) return { value: element };
    }
    this.#copies = 0;
    return undefined;
  }

  #described(issues: readonly ValueIssue[], array: readonly unknown[]) {
    const describe = issueDescriber(this.#output.json, array);
    const place = String(this.#delivered);
    return issues.map((issue) => {
      const { path } = describe({ ...issue, keys: [place, ...issue.keys.slice(1)] });
      return { path, message: describe(issue).message };
    });
  }

  /** Ends the call, and what the reader has not seen of it. */
  #fail(error: GeminiError): void {
    this.#scope.stop(error);
    this.#chunks.dropChunks();
  }
}

/** The text of one attempt, and how far it has been parsed. */
class OutputAttempt {
  readonly #chunks: TextChunk[] = [];
  readonly #opening: Opening | undefined;
  #json: PartialJson;
  #read = 0;

  constructor(opening: Opening | undefined) {
    this.#opening = opening;
    this.#json = new PartialJson(opening);
  }

  /** Returns the number of chunks. */
  add(chunk: TextChunk): number {
    return this.#chunks.push(chunk);
  }

  /** The output as far as the first `count` chunks. Parses each chunk once, unless an earlier one is asked for again. */
  upTo(count: number): PartialJson {
    if (count < this.#read) {
      this.#json = new PartialJson(this.#opening);
      this.#read = 0;
    }
    for (; this.#read < count; this.#read += 1) this.#json.push(this.#chunks[this.#read]?.textDelta ?? "");
    return this.#json;
  }
}

/** Tuples and unions say something else about each element, so their elements cannot be validated alone. */
function copiesFor({ json, keepsValues }: PreparedOutput): number {
  if (!isRecord(json) || json.type !== "array" || json.prefixItems !== undefined || Array.isArray(json.items)) return 0;
  if (keepsValues) return 1;
  const least = typeof json.minItems === "number" ? Math.max(1, json.minItems) : 1;
  return least > MOST_REPEATED ? 0 : least;
}
