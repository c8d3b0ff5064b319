import type { Turn } from "../conversation/turn.ts";
import type { GenerateContentResponse } from "../response/generate-content-response.ts";
import type { CallContext } from "./call-context.ts";

/** Decides after each response whether the exchange continues, for example with tool results or a repair. */
export interface ExchangeFeature {
  /** The turns to send next; `undefined` if this feature needs none. */
  nextTurns(response: GenerateContentResponse, context: CallContext): Promise<readonly Turn[] | undefined>;
}
