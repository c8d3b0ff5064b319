import type { Conversation } from "../conversation/conversation.ts";
import { exchangeOpen, listNames, noOpenExchange } from "../errors/exchange-errors.ts";
import type { WarningEvent } from "../platform/events.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { ExchangeSlot } from "./exchange-init.ts";
import type { ExchangeWork } from "./exchange-work.ts";
import { openWork } from "./open-work.ts";

/**
 * The place of an exchange in a conversation. `resumed`: returns the open exchange that it continues; undefined if that is no
 * longer there.
 */
export function slotIn(conversation: Conversation, resumed?: () => ExchangeWork | undefined): ExchangeSlot {
  return {
    enter: async (scope) => {
      const leave = await conversation.queue.enter(scope);
      try {
        const work = resumed?.();
        if (!resumed) closeOpen(conversation, scope);
        else if (!work) throw noOpenExchange();
        return { transaction: conversation.begin(), work, leave };
      } catch (error) {
        leave();
        throw error;
      }
    },
    guard: (run) => conversation.busy.guard(run),
  };
}

/** Makes room for a new exchange. One that waits for the caller must not be lost; one that has failed is dropped. */
function closeOpen(conversation: Conversation, scope: CallScope): void {
  const open = openWork(conversation);
  if (open?.state === "paused") throw exchangeOpen(open.pending().length);
  if (open && open.started.length > 0) scope.onEvent(exchangeDropped(open.started));
  conversation.dropOpen();
}

function exchangeDropped(names: readonly string[]): WarningEvent {
  const summary = `The previous exchange, which had failed, was dropped. It had called ${listNames(names)}.`;
  const remedy = "To continue an exchange that failed, call `chat.resume()` before the next message.";
  return { type: "warning", code: "exchange_dropped", message: `${summary} ${remedy}`, summary };
}
