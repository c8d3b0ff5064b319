import type { Conversation } from "./conversation.ts";
import { SchemaFiller } from "./schema/fill.ts";
import { answerText } from "./skills.ts";

/** The answer as JSON, or as one value of an enum, if the request wants one of these; else `undefined`. */
export function structuredText(conversation: Conversation): string | undefined {
  const { responseMimeType, responseSchema, responseJsonSchema } = conversation.request.generationConfig ?? {};
  const schema = responseJsonSchema ?? responseSchema;
  if (responseMimeType === "text/x.enum") return String(fill(schema ?? {}, conversation.prompt));
  if (responseMimeType !== "application/json") return undefined;
  return JSON.stringify(schema ? fill(schema, conversation.prompt) : { answer: answerText(conversation) }, null, 2);
}

function fill(schema: object, prompt: string): unknown {
  return new SchemaFiller(schema, prompt, false).fill();
}
