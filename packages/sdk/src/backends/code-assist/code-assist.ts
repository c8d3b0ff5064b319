import { atEntry } from "../../errors/caller.ts";
import type { Backend } from "../../options/backend.ts";
import { validateOptions } from "../../validation/option-table.ts";
import { defineLazyBackend } from "../backend.ts";
import { type CodeAssistOptions, codeAssistOptions } from "./code-assist-options.ts";

/**
 * Gemini Code Assist with the Gemini CLI's login. Google's terms forbid third-party software on that login, and Google has
 * suspended accounts for it. Throws `invalid_options` and `endpoint_insecure` at once; a missing login fails the first call.
 * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/terms.md
 */
export function codeAssist(options: CodeAssistOptions = {}): Backend {
  const own = atEntry(codeAssist, () => validateOptions(options, codeAssistOptions));
  return defineLazyBackend("code-assist", async () => {
    const { codeAssistDriver } = await import("./code-assist-driver.ts");
    return codeAssistDriver(own);
  });
}
