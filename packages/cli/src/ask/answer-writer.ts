import type { GenerateContentResponse, StreamChunk } from "gemini-ts";

/** Where an answer goes. */
export interface AnswerWriter {
  /** The next piece of the answer. */
  chunk(chunk: StreamChunk): Promise<void>;
  /** The whole answer, at its end, and who gave it. */
  end(response: GenerateContentResponse, backend: string): Promise<void>;
}
