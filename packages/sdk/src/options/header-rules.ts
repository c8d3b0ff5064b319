import type { GeminiError } from "../errors/gemini-error.ts";
import { invalidOption, optionError } from "../errors/option-errors.ts";
import type { OptionRule } from "../validation/option-rule.ts";
import { isStringsObject, optionPath, wrongString } from "./call-rules.ts";

const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The header in which a backend with a key sends it. */
const KEY_NAME = /^x-goog-api-key$/i;

/** The option `headers`. */
export const headersRule: OptionRule = {
  expected: "a plain object of header names and one-line values, as `Object.fromEntries(headers)` makes it",
  accepts: (value) =>
    isStringsObject(value) &&
    Object.entries(value).every(([name, content]) => NAME.test(name) && VALUE.test(content) && !KEY_NAME.test(name)),
  errorFor: headerError,
};

function headerError(option: string, value: unknown): GeminiError | undefined {
  const wrong = wrongString(option, value, ": leave out a header without a value");
  if (wrong || !isStringsObject(value)) return wrong;
  for (const [name, content] of Object.entries(value)) {
    if (KEY_NAME.test(name)) {
      const summary = `Option \`${optionPath(option, name)}\` cannot be set: only the backend may send an API key.`;
      return optionError(option, summary, "Pass the key as `apiKey` to the client, or leave this header out.");
    }
    // The name of a header that cannot be sent could be anything.
    if (NAME.test(name) && !VALUE.test(content)) {
      return invalidOption(optionPath(option, name), content, "one line of Latin-1 text");
    }
  }
  return undefined;
}
