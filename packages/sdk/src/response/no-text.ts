import type { GeminiError } from "../errors/gemini-error.ts";
import { inspectSymbol } from "./printing.ts";

/**
 * The value of a member `text` that other SDKs have and ours does not, for JavaScript, which would otherwise print or add up
 * `"undefined"`. Fails with `error` when it is used as a string. A getter that throws would break what reads all members: Jest
 * does when it shows a difference, and so do debuggers.
 */
export function noText(error: () => GeminiError): object {
  const refuse = (): never => {
    throw error();
  };
  return Object.freeze({
    // Without a constructor, so that the errors of Node's streams quote the hint in place of a class.
    __proto__: null,
    [Symbol.toPrimitive]: refuse,
    toJSON: refuse,
    [inspectSymbol]: () => error().message,
  });
}
