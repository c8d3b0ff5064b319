import { checkCalls, joinResults } from "../conversation/function-calls.ts";
import { Turn } from "../conversation/turn.ts";
import { unreadable } from "../errors/argument-errors.ts";
import { isGeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { PromptContent } from "../wire/content.ts";
import { type Contents, checkedContent, isContent, type Prompt, promptToContent } from "./prompt.ts";

/**
 * The turns that a call adds, checked and copied. A function if creating them takes time, such as reading a file: it
 * runs once, when the call leaves the queue, and if it fails, the call fails.
 */
export type PreparedPrompt = readonly Turn[] | ((scope: CallScope) => Promise<readonly Turn[]>);

/** A prompt of a chat. Throws `invalid_options`. */
export function preparePrompt(prompt: Prompt): PreparedPrompt {
  return readable("prompt", () => [new Turn(promptToContent(prompt))]);
}

/** The contents of a stateless call. With tools, they may end with calls, which then run. Throws `invalid_options`. */
export function prepareContents(contents: Contents, hasTools: boolean): PreparedPrompt {
  return readable("contents", () => {
    const isConversation = Array.isArray(contents) && contents.length > 0 && contents.every(isContent);
    return isConversation ? turnsOf(contents, "contents", hasTools) : preparePrompt(contents as Prompt);
  });
}

/** A history that the caller passes as `argument`. Throws `invalid_options` naming the element. */
export function prepareHistory(
  history: readonly PromptContent[] | null | undefined,
  argument: "history" | "contents" = "history",
): readonly Turn[] {
  return readable(argument, () => turnsOf(history ?? [], argument, true));
}

/** Objects from the caller can have getters, or be proxies, that throw: that is `invalid_options`, too. */
function readable<Value>(argument: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw isGeminiError(error) ? error : unreadable(argument);
  }
}

function turnsOf(contents: readonly PromptContent[], argument: string, mayEndWithCalls: boolean): readonly Turn[] {
  // Not `map`, which passes over missing elements.
  const turns = Array.from(contents, (content, index) => {
    const name = `${argument}[${index}]`;
    return Turn.shownAs(content) ?? new Turn(checkedContent(content, name), undefined, name);
  });
  checkCalls(turns, argument, mayEndWithCalls);
  return joinResults(turns);
}
