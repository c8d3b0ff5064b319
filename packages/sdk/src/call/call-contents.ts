import type { AnsweringModel } from "../conversation/json-of-turns.ts";
import type { ModelRef } from "../conversation/turn.ts";
import type { BodyPiece } from "../http/http.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";

/** A request without its contents. */
export type RequestRest = Omit<GenerateContentRequest, "contents">;

/** The contents that a call sends. */
export interface CallContents {
  /** Whether they end with a turn of the model, which the model should continue. */
  readonly endsWithModelTurn: boolean;
  /** The model that answered the call before it in the exchange. */
  readonly answeredBy: ModelRef | undefined;
  /** Their JSON as this model may get them. */
  jsonFor(model: ModelRef, answering: AnsweringModel): readonly BodyPiece[];
  /** Stops sending signatures to a model that refused one. Returns whether the last contents for it had any. */
  refuseSignatures(model: ModelRef): boolean;
  /** Adds what the features of the exchange need to the rest of the request. Throws `unsupported` if the model cannot have it. */
  complete(rest: RequestRest, model: ModelRef): RequestRest;
}
