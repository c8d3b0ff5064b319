import type { ExchangeInit } from "./call/exchange-init.ts";
import type { Conversation } from "./conversation/conversation.ts";
import type { Caller } from "./errors/caller.ts";
import { Exchange } from "./exchange.ts";
import type { GenerateContentResponse } from "./response/generate-content-response.ts";
import { createStream, type StreamOf } from "./response/generate-content-stream.ts";

/** Creates the stream of an exchange outside of any chat. `prepare` checks and copies the arguments at once. */
export function createStreamOf<S>(prepare: () => ExchangeInit, caller: Caller | undefined): StreamOf<S> {
  return createStream(() => {
    const init = prepare();
    return (chunks) => void new Exchange(init).stream(chunks);
  }, caller);
}

/** Runs an exchange of a conversation. */
export function generateIn<T>(
  { busy }: Conversation,
  prepare: () => ExchangeInit,
  caller: Caller | undefined,
): Promise<GenerateContentResponse<T>> {
  return Exchange.generate<T>(() => busy.outsideLoop(prepare()), caller);
}

/** Like {@link generateIn}, but streamed: a loop over the stream can start no other exchange of the conversation. */
export function createStreamIn<S>(
  { busy }: Conversation,
  prepare: () => ExchangeInit,
  caller: Caller | undefined,
): StreamOf<S> {
  return createStream(() => {
    const init = prepare();
    return (chunks) => {
      const checked = busy.outsideLoop(init);
      const loop = busy.watch(() => chunks.wanted);
      chunks.onNext(loop.enter);
      void new Exchange({ ...checked, onSettled: loop.leave }).stream(chunks);
    };
  }, caller);
}
