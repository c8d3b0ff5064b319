import { GeminiError } from "./gemini-error.ts";
import { describeValue } from "./safe-text.ts";

/**
 * An argument or option that has the form of another library, or that was passed in the wrong place.
 *
 * @param option which one, such as `contents[1].role`
 * @param summary what is wrong with it, without the user's own words
 * @param remedy the right form
 */
export function misformed(option: string, summary: string, remedy: string): GeminiError {
  return new GeminiError({ code: "invalid_options", phase: "options", option, summary, remedy });
}

/** A getter or proxy in an argument throws when it is read. */
export function unreadable(name: string): GeminiError {
  const summary = `The argument \`${name}\` cannot be read: a getter or a proxy in it throws.`;
  return misformed(name, summary, "Pass plain objects and arrays.");
}

/** A prompt that says nothing. `takes`: what a prompt is. */
export function onlyEmptyTexts(name: string, takes: string): GeminiError {
  return misformed(name, `The argument \`${name}\` contains only empty text.`, `It takes ${takes}.`);
}

/** What `options` was passed to, with a call that is right. */
const RIGHT_CALLS = {
  client: "new GeminiClient({ apiKey })",
  chat: 'client.chat({ systemPrompt: "Be concise." })',
  call: 'generate(contents, { model: "gemini-3.8-flash" })',
  resumption: "chat.resume({ results })",
  cancel: "stream.cancel({ keepPartial: true })",
  body: "stream.toReadableStream({ errorMessage })",
  response: "stream.toResponse({ headers })",
} as const;

/** Whose options they are. Selects the correct call that the error shows. */
export type OptionsOwner = keyof typeof RIGHT_CALLS;

const TAKES_SIGNAL: readonly OptionsOwner[] = ["client", "chat", "call", "resumption"];

/** Options that are not a plain object. */
export function optionsNotAnObject(given: unknown, of: OptionsOwner): GeminiError {
  const summary = `The argument \`options\` got ${describeValue(given)}.`;
  const contents = Array.isArray(given) && of === "chat" ? " Earlier turns go into `{ history }`." : "";
  const abort = TAKES_SIGNAL.includes(of) ? abortHint(given) : undefined;
  return misformed("options", summary, abort ?? `It takes an object, as in \`${RIGHT_CALLS[of]}\`.${contents}`);
}

function abortHint(given: unknown): string | undefined {
  const tag = Object.prototype.toString.call(given);
  if (tag === "[object AbortSignal]") return "Pass it as an option: `{ signal }`.";
  return tag === "[object AbortController]"
    ? "Pass its signal as an option: `{ signal: controller.signal }`."
    : undefined;
}

/** The option `signal` got an AbortController. */
export function controllerAsSignal(name: string): GeminiError {
  const remedy = "Pass its signal: `{ signal: controller.signal }`.";
  return misformed(name, `Option \`${name}\` got an AbortController.`, remedy);
}

/** The option `fetch` got an object that has a `fetch`, such as the emulator. */
export function ownerAsFetch(name: string): GeminiError {
  const remedy = "Pass that function: `{ fetch: emulator.fetch }`.";
  return misformed(name, `Option \`${name}\` got an object with a function \`fetch\`.`, remedy);
}

/** The caller's `fetch` returned a response that was read before. */
export function usedResponse(): GeminiError {
  const remedy = "Return a new one for each request: `fetch: async () => new Response(…)`.";
  return misformed("fetch", "Option `fetch` returned a response whose body has been read.", remedy);
}

/** The option `retry` got a number. */
export function numberAsRetry(name: string, given: number): GeminiError {
  const remedy = "It takes true, false or an object. For a number of retries, pass `maxRetries`.";
  return misformed(name, `Option \`${name}\` got ${given}.`, remedy);
}

/** A history was passed to a single call. */
export function historyOfCall(): GeminiError {
  return misformed(
    "history",
    "There is no option `history` for a single call.",
    "It belongs to a chat: `client.chat({ history })`. Without one, pass the conversation as contents: `generate([...history, content])`.",
  );
}

/** A header of the caller would be replaced by the token that the backend sends. */
export function replacedAuthorization(): GeminiError {
  return misformed(
    "headers",
    "The header `authorization` in `headers` would not be sent: the backend sends its own token in it.",
    "Pass your token as `vertex({ accessToken })` or `codeAssist({ accessToken })`, or add the header in a `fetch` of your own.",
  );
}
