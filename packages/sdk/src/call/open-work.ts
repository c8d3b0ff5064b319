import type { Conversation } from "../conversation/conversation.ts";
import type { Content } from "../wire/content.ts";
import { ExchangeWork } from "./exchange-work.ts";

/** The open exchange of a conversation, if there is one. */
export function openWork({ open }: Conversation): ExchangeWork | undefined {
  return open instanceof ExchangeWork ? open : undefined;
}

/** The history, and the contents of the exchange that runs or is open. */
export function contentsToStore({ history, latest }: Conversation): readonly Content[] {
  const added = latest instanceof ExchangeWork ? latest.contentsToStore() : [];
  return added.length === 0 ? history : Object.freeze([...history, ...added]);
}
