import { invalidArgument } from "../reply/google-error.ts";
import { alwaysSignsCalls, isAcceptedSignature, signsImages } from "../responder/signature.ts";
import type { Content, Part } from "../wire/content.ts";

interface Turn {
  readonly model: boolean;
  readonly parts: readonly Part[];
}

/**
 * Checks that every turn of function calls is followed by a turn with the same number of function responses, and that there are no
 * responses without calls. Function calls cannot begin the conversation. Consecutive contents of one role count as one turn.
 *
 * @see https://ai.google.dev/gemini-api/docs/function-calling
 * @see https://github.com/google-gemini/gemini-cli/issues/11814 the message for a history that starts with a function call
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkFunctionTurns(contents: readonly Content[]): void {
  let openCalls = 0;
  for (const [index, turn] of mergeTurns(contents).entries()) {
    if (turn.model) {
      if (index === 0 && turn.parts.some((part) => part.functionCall)) {
        throw invalidArgument(
          "Please ensure that function call turn comes immediately after a user turn or after a function response turn.",
        );
      }
      openCalls = turn.parts.filter((part) => part.functionCall !== undefined).length;
      continue;
    }
    const responses = turn.parts.filter((part) => part.functionResponse !== undefined).length;
    if (responses > 0 && openCalls === 0) {
      throw invalidArgument("Please ensure that function response turn comes immediately after a function call turn.");
    }
    if (responses !== openCalls) {
      throw invalidArgument(
        "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.",
      );
    }
    openCalls = 0;
  }
}

/**
 * Checks that no two function calls of one content have the same id. Seen on the Gemini API alone.
 *
 * @see https://github.com/watt-mind/coach/pull/280
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkCallIds(contents: readonly Content[], service: string): void {
  if (service !== "gemini-api") return;
  for (const { role, parts = [] } of contents) {
    const ids = role === "model" ? parts.flatMap(({ functionCall }) => functionCall?.id ?? []) : [];
    if (new Set(ids).size < ids.length) throw invalidArgument("Request contains an invalid argument.");
  }
}

/**
 * Checks that no thought signature is from another model or service.
 *
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkSignatures(contents: readonly Content[], model: string, service: string): void {
  const parts = contents.flatMap((content) => content.parts ?? []);
  if (parts.some(({ thoughtSignature = "" }) => !isAcceptedSignature(thoughtSignature, { model, service }))) {
    throw invalidArgument("Corrupted thought signature.");
  }
}

/**
 * Checks that in the current tool loop (all turns after the last user turn without function responses) the first function call of
 * every model turn has a thought signature, which Gemini 3 and later require.
 *
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkThoughtSignatures(contents: readonly Content[], model: string): void {
  if (!alwaysSignsCalls(model)) return;
  const turns = mergeTurns(contents);
  const loopStart = turns.findLastIndex((turn) => !turn.model && !turn.parts.some((part) => part.functionResponse));
  for (const [index, turn] of turns.entries()) {
    const call = index > loopStart && turn.model ? turn.parts.find((part) => part.functionCall) : undefined;
    if (call !== undefined && !call.thoughtSignature) {
      throw invalidArgument(
        `Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call \`${call.functionCall?.name ?? ""}\`, position ${index + 1}.`,
      );
    }
  }
}

/**
 * Checks that in every turn of the model all images, and a text at its beginning, have a thought signature, which models that make
 * images require since Gemini 3. Only the Gemini API checks it.
 *
 * @see https://ai.google.dev/gemini-api/docs/image-generation#thought-signatures
 * @see https://github.com/googleapis/js-genai/issues/1116 the message
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkImageSignatures(contents: readonly Content[], model: string, service: string): void {
  if (service !== "gemini-api" || !signsImages(model)) return;
  for (const [index, turn] of mergeTurns(contents).entries()) {
    if (!turn.model) continue;
    const parts = turn.parts.filter((part) => !part.thought);
    const unsigned = parts.findIndex(
      (part, at) => !part.thoughtSignature && (isImage(part) || (at === 0 && isText(part))),
    );
    const part = parts[unsigned];
    if (part === undefined) continue;
    throw invalidArgument(
      `${isText(part) ? "Text" : "Image"} part is missing a thought_signature in content position ${index + 1}, part position ${unsigned + 1}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures#model-behavior for more details.`,
    );
  }
}

function isImage({ inlineData, fileData }: Part): boolean {
  return /^image\//i.test(inlineData?.mimeType ?? fileData?.mimeType ?? "");
}

function isText({ text }: Part): boolean {
  return text !== undefined;
}

function mergeTurns(contents: readonly Content[]): readonly Turn[] {
  const turns: { model: boolean; parts: Part[] }[] = [];
  for (const content of contents) {
    const model = content.role === "model";
    const last = turns.at(-1);
    if (last?.model === model) last.parts.push(...(content.parts ?? []));
    else turns.push({ model, parts: [...(content.parts ?? [])] });
  }
  return turns;
}
