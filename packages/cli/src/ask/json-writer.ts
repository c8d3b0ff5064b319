import type { GenerateContentResponse } from "gemini-ts";
import type { Output } from "../terminal/output.ts";
import type { AnswerWriter } from "./answer-writer.ts";

/**
 * Characters that JSON.stringify does not escape, but that a terminal executes or an editor shows in the wrong order.
 */
const UNSAFE = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Writes the whole answer as one line of JSON when it is complete; with a schema, what fits the schema is the member
 * `object`. If there is no answer, stdout stays empty.
 */
export class JsonWriter implements AnswerWriter {
  readonly #answer: Output;
  readonly #hasObject: boolean;

  constructor(answer: Output, hasObject: boolean) {
    this.#answer = answer;
    this.#hasObject = hasObject;
  }

  async chunk(): Promise<void> {}

  async end(response: GenerateContentResponse, backend: string): Promise<void> {
    const { text, thinking, usageMetadata, finishReason, modelVersion } = response;
    const object = {
      ...(this.#hasObject && { object: response.object }),
      text,
      thinking,
      usage: usageMetadata ?? null,
      finishReason: finishReason ?? null,
      model: modelVersion ?? null,
      backend,
    };
    await this.#answer.write(`${toSafeJson(object)}\n`);
  }
}

/** JSON on one line, with everything escaped that a terminal executes. */
export function toSafeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(UNSAFE, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
