import type { EmulatorCall } from "../call.ts";

/** How a body ended. */
export type BodyEnd = Extract<EmulatorCall["outcome"], "complete" | "abandoned" | "failed">;

/** Callbacks for a body. */
export interface BodyWatcher {
  /** Called with the number of bytes of each chunk. */
  readonly onBytes: (count: number) => void;
  /** Called once, with how the body ended, and with its error if it failed. */
  readonly onEnd: (end: BodyEnd, error?: unknown) => void;
  /** Handles an error of the body, which then ends. Without it, the error is passed on. */
  readonly onError: ((error: unknown) => Promise<void>) | undefined;
}

/** Reports the progress of a response body to a watcher. */
export function watchBody(response: Response, { onBytes, onEnd, onError }: BodyWatcher): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    onEnd("complete");
    return response;
  }
  let ended = false;
  const end = (how: BodyEnd, error?: unknown) => {
    if (!ended) onEnd(how, error);
    ended = true;
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) {
            onBytes(value.length);
            return controller.enqueue(value);
          }
          end("complete");
          controller.close();
        } catch (error) {
          end("failed", error);
          if (onError === undefined) return controller.error(error);
          await onError(error);
          controller.close();
        }
      },
      cancel(reason) {
        end("abandoned");
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
  return copyResponse(response, body);
}

/** A response with the same status and headers and another body. */
export function copyResponse(response: Response, body: ReadableStream<Uint8Array> | null): Response {
  return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
}
