import type { GenerateBackend } from "../backend.ts";
import { checkContents } from "../checks/contents.ts";
import { countTokens } from "../responder/tokens.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";

/**
 * Counts the tokens of a prompt, as in the `usageMetadata` of a response.
 *
 * @throws GoogleError `INVALID_ARGUMENT` for invalid contents.
 */
export function countPrompt(request: GenerateContentRequest, service: GenerateBackend): number {
  checkContents(request.contents, service);
  return countTokens(request.contents, request);
}
