import { GeminiError } from "./gemini-error.ts";
import { safeName } from "./safe-text.ts";

/** A model as it was asked for, and the one that answers under that name. */
export interface AskedModel {
  readonly asked: string;
  readonly answering: string;
}

/** Names the model that answers, in quotes, and says if it is another one than the one that was asked for. */
export function nameAnswering({ asked, answering }: AskedModel): string {
  const [wanted, other] = [safeName(asked), safeName(answering)];
  return asked === answering ? `"${wanted}"` : `"${other}", which answers for "${wanted}",`;
}

/** The model is known to refuse an option, so nothing was sent. `instead`: a sentence that says what to do. */
export function refusedOption(option: string, model: AskedModel, instead: string): GeminiError {
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    model: model.asked,
    option,
    summary: `The model ${nameAnswering(model)} does not accept this \`${option}\`.`,
    remedy: instead,
  });
}

/** The contents end with a turn of the model, and the model is known not to continue one. */
export function refusedModelTurn(model: AskedModel): GeminiError {
  return new GeminiError({
    code: "invalid_options",
    phase: "options",
    model: model.asked,
    option: "contents",
    summary: `The contents end with a turn of the model, and the model ${nameAnswering(model)} does not continue one.`,
    remedy: "End with a turn of the user, for example one that says how the response should begin.",
  });
}
