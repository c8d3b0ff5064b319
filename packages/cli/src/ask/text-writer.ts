import type { GenerateContentResponse, StreamChunk } from "gemini-ts";
import { CommandFailure } from "../failure/command-failure.ts";
import { OUT_OF_TOKENS } from "../failure/remedies.ts";
import type { Output } from "../terminal/output.ts";
import { SafeText } from "../terminal/safe-text.ts";
import type { AnswerWriter } from "./answer-writer.ts";

/** The outputs of a TextWriter. */
export interface TextWriterInit {
  readonly answer: Output;
  readonly notices: Output;
  /** Styles thinking on `notices`. If undefined, thinking is not shown. */
  readonly thinkingLook?: ((text: string) => string) | undefined;
}

/** Writes the answer to `answer` as it arrives. Writes the thinking to `notices`. */
export class TextWriter implements AnswerWriter {
  readonly #init: TextWriterInit;
  readonly #safeAnswer = new SafeText();
  readonly #safeThinking = new SafeText();

  constructor(init: TextWriterInit) {
    this.#init = init;
  }

  async chunk({ thinkingDelta, textDelta }: StreamChunk): Promise<void> {
    const { answer, notices, thinkingLook } = this.#init;
    if (thinkingLook) await notices.write(this.#safeThinking.write(thinkingDelta), thinkingLook);
    const text = this.#safeAnswer.write(textDelta);
    // Both may be the same terminal, so start the answer on its own line.
    if (text !== "") await notices.endLine();
    await answer.writePiece(text);
  }

  async end({ text, finishReason }: GenerateContentResponse): Promise<void> {
    const { answer, notices } = this.#init;
    await answer.writePiece(this.#safeAnswer.end());
    await answer.endLine();
    await notices.endLine();
    if (text === "") throw noText(finishReason);
  }
}

function noText(finishReason: string | undefined): CommandFailure {
  const remedy = OUT_OF_TOKENS.get(finishReason) ?? "Ask again, or use --json to see the whole response.";
  return new CommandFailure(`The answer has no text (${finishReason}).`, remedy, 4);
}
