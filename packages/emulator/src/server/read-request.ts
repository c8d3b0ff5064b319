import type { EmulatedService, GenerateBackend } from "../backend.ts";
import { countRequestMessage, generateRequestMessage } from "../checks/generate-messages.ts";
import { readMessage } from "../checks/read-message.ts";
import { countEnvelopeMessage, generateEnvelopeMessage } from "../code-assist/messages.ts";
import type { FunctionResponse } from "../wire/content.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";

/** What a generate request is read from. */
export interface RequestSource {
  readonly backend: EmulatedService | undefined;
  readonly operation: string;
  readonly body: unknown;
}

/** Reads the generate request in a recorded body, out of its envelope. Returns `undefined` if there is none, or an invalid one. */
export function readRequest({ backend, operation, body }: RequestSource): GenerateContentRequest | undefined {
  const counts = operation === "countTokens";
  const generates = operation === "generateContent" || operation === "streamGenerateContent";
  if (backend === undefined || backend === "oauth" || !(counts || generates)) return undefined;
  const read = readFields(body, backend, counts);
  const request = (backend === "code-assist" ? read?.request : (read?.generateContentRequest ?? read)) as
    | GenerateContentRequest
    | undefined;
  return request?.contents === undefined ? undefined : request;
}

/** The function results of the last user turn. */
export function readFunctionResponses({ contents }: GenerateContentRequest): readonly FunctionResponse[] {
  const turn = contents.findLast((content) => content.role !== "model");
  return (turn?.parts ?? []).flatMap(({ functionResponse }) => functionResponse ?? []);
}

/** The text of the last user turn: its text parts, joined by newlines. */
export function readPrompt({ contents }: GenerateContentRequest): string {
  const turn = contents.findLast((content) => content.role !== "model");
  const texts = (turn?.parts ?? []).flatMap(({ text, thought }) => (text === undefined || thought ? [] : [text]));
  return texts.join("\n");
}

function readFields(body: unknown, backend: GenerateBackend, counts: boolean): Record<string, unknown> | undefined {
  const isEnveloped = backend === "code-assist";
  const envelope = counts ? countEnvelopeMessage : generateEnvelopeMessage;
  const bare = counts ? countRequestMessage : generateRequestMessage;
  try {
    return readMessage(isEnveloped ? envelope : bare, body, { backend });
  } catch {
    return undefined;
  }
}
