import { checkContents } from "../checks/contents.ts";
import { countTokens } from "../responder/tokens.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";

/**
 * How many tokens a prompt has, by the same count as an answer's `usageMetadata`.
 *
 * @throws GoogleError `INVALID_ARGUMENT` for contents that could not be generated from.
 */
export function countPrompt(request: GenerateContentRequest): number {
  checkContents(request.contents);
  return countTokens(request.contents, request);
}
