import { respond } from "../../src/responder/respond.ts";
import type { ResponderAnswer, ResponderRequest } from "../../src/responder/types.ts";
import type { Content } from "../../src/wire/content.ts";

/** A user turn. */
export function user(text: string): Content {
  return { role: "user", parts: [{ text }] };
}

/** A model turn. */
export function model(text: string): Content {
  return { role: "model", parts: [{ text }] };
}

/** The whole answer to a prompt or conversation, on a model that does not think by default. */
export function answerTo(prompt: string | readonly Content[], extras: Partial<ResponderRequest> = {}): ResponderAnswer {
  const contents = typeof prompt === "string" ? [user(prompt)] : prompt;
  return respond({ model: "gemini-2.5-flash", contents, ...extras });
}

/** The text of the answer, without thoughts. */
export function ask(prompt: string | readonly Content[], extras: Partial<ResponderRequest> = {}): string {
  return textOf(answerTo(prompt, extras));
}

/** All text of an answer but the thoughts. */
export function textOf({ parts }: ResponderAnswer): string {
  return parts.flatMap((part) => (part.thought ? [] : [part.text ?? ""])).join("");
}

/** The functions an answer calls, with their arguments. */
export function callsOf({ parts }: ResponderAnswer): readonly { readonly name: string; readonly args: unknown }[] {
  return parts.flatMap(({ functionCall }) =>
    functionCall ? [{ name: functionCall.name, args: functionCall.args }] : [],
  );
}
