import type { GenerateContentResponse, StreamChunk } from "gemini-ts";

/** Writes an answer. */
export interface AnswerWriter {
  /** Writes the next piece of the answer. */
  chunk(chunk: StreamChunk): Promise<void>;
  /** Called at the end with the whole response and the name of the backend. */
  end(response: GenerateContentResponse, backend: string): Promise<void>;
}
