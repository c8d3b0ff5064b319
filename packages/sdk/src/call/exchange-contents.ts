import type { ConversationTransaction } from "../conversation/conversation.ts";
import type { AnsweringModel } from "../conversation/json-of-turns.ts";
import type { ModelRef } from "../conversation/turn.ts";
import type { BodyPiece } from "../http/http.ts";
import type { CallContents, RequestRest } from "./call-contents.ts";
import type { ExchangeFeature } from "./exchange-feature.ts";
import type { ExchangeWork } from "./exchange-work.ts";

/** What a model call of an exchange sends: the history, the work so far, and what the features add. */
export class ExchangeContents implements CallContents {
  readonly endsWithModelTurn: boolean;
  readonly answeredBy: ModelRef | undefined;
  readonly #transaction: ConversationTransaction;
  readonly #work: ExchangeWork;
  readonly #features: readonly ExchangeFeature[];
  /** Whether it is the first model call of the exchange. */
  readonly #isFirst: boolean;

  constructor(
    transaction: ConversationTransaction,
    work: ExchangeWork,
    features: readonly ExchangeFeature[],
    isFirst: boolean,
    answeredBy: ModelRef | undefined,
  ) {
    this.answeredBy = answeredBy;
    this.endsWithModelTurn = work.turns.at(-1)?.isContinued ?? false;
    this.#transaction = transaction;
    this.#work = work;
    this.#features = features;
    this.#isFirst = isFirst;
  }

  jsonFor(model: ModelRef, answering: AnsweringModel): readonly BodyPiece[] {
    return this.#transaction.contentsFor(this.#work.turnsToSend, model, answering);
  }

  refuseSignatures(model: ModelRef): boolean {
    return this.#transaction.refuseSignatures(this.#work.turns, model);
  }

  complete(rest: RequestRest, model: ModelRef): RequestRest {
    const own = this.#isFirst ? rest : withoutToken(rest);
    return this.#features.reduce((made, feature) => feature.complete(made, model, this.#isFirst), own);
  }
}

/** A token of the caller continues the response of one request: later ones have other contents. */
function withoutToken(rest: RequestRest): RequestRest {
  if (rest.continuationToken === undefined) return rest;
  const { continuationToken: _, ...others } = rest;
  return others;
}
