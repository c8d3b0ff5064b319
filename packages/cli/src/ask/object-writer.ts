import type { GenerateContentResponse } from "gemini-ts";
import type { Output } from "../terminal/output.ts";
import { SafeText } from "../terminal/safe-text.ts";
import type { AnswerWriter } from "./answer-writer.ts";
import { toSafeJson } from "./json-writer.ts";
import type { TextWriterInit } from "./text-writer.ts";

/** Writes what fits the schema as one line of JSON, once it is whole and validated. Writes the thinking to `notices`. */
export class ObjectWriter implements AnswerWriter {
  readonly #answer: Output;
  readonly #init: TextWriterInit;

  constructor(init: TextWriterInit) {
    this.#answer = init.answer;
    this.#init = init;
  }

  async chunk(): Promise<void> {}

  async end({ object, thinking }: GenerateContentResponse): Promise<void> {
    const { notices, thinkingLook } = this.#init;
    if (thinkingLook) {
      await notices.write(new SafeText().write(thinking), thinkingLook);
      await notices.endLine();
    }
    await this.#answer.write(`${toSafeJson(object)}\n`);
  }
}
