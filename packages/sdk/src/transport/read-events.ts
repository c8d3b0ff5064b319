import { responseTooLarge } from "../errors/connection-errors.ts";
import type { CallScope } from "./call-scope.ts";
import type { Demand } from "./demand.ts";
import type { HttpResponse } from "./http.ts";
import { IdleWatch } from "./idle-watch.ts";
import { SseDecoder, type TakeEvent } from "./sse-decoder.ts";

/** What may wait for a reader that does not ask, before the body is held back. */
const MOST_UNREAD_BYTES = 256 * 1024;

/** How an event stream is read. */
export interface ReadEventsInit {
  readonly response: HttpResponse;
  readonly scope: CallScope;
  /** Most bytes of the whole, after decompression. */
  readonly limit: number;
  /** Whether the reader waits. The body is held back while it does not and much is unread. */
  readonly demand: Demand;
  /** Takes the data of an event. What it throws fails the reading. */
  readonly onEvent: TakeEvent;
  /** Follows on the events that one network chunk completes, also where the last of them failed. */
  readonly onRead: () => void;
}

/**
 * Reads an event stream to its end. The idle deadline runs from event to event, so that comments do not keep a stalled
 * stream alive, and rests while the reader works.
 */
export function readEvents({ response, scope, limit, demand, onEvent, onRead }: ReadEventsInit): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    let found = 0;
    const take: TakeEvent = (bytes, from, to) => {
      found += 1;
      onEvent(bytes, from, to);
    };
    const decoder = new SseDecoder(take, { allocate: response.memory?.allocate });
    let size = 0;
    let unread = 0;
    const idle = new IdleWatch(scope, (stalled) => {
      reject(stalled);
      response.discard();
    });
    if (!demand.waits) idle.rest();
    demand.onAsked(() => {
      if (unread >= MOST_UNREAD_BYTES) response.resume();
      unread = 0;
      idle.wait();
    });
    response.read({
      data: (piece) => {
        size += piece.length;
        if (size > limit) throw responseTooLarge("The answer", limit);
        found = 0;
        try {
          decoder.push(piece);
        } finally {
          if (found > 0) onRead();
        }
        if (demand.waits) {
          if (found > 0) idle.progress();
          return;
        }
        idle.rest();
        unread += piece.length;
        if (unread >= MOST_UNREAD_BYTES) response.pause();
      },
      end: () => {
        idle.rest();
        resolve();
      },
      fail: reject,
    });
  }).finally(() => demand.onAsked(undefined));
}
