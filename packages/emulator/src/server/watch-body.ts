import type { EmulatorCall } from "../call.ts";

/** How a body ended. */
export type BodyEnd = Extract<EmulatorCall["outcome"], "complete" | "abandoned" | "failed">;

/**
 * The same response, whose end is told to `onEnd` exactly once. An error of the body is passed on, unless `onError` deals with
 * it: then the body just ends.
 */
export function watchBody(response: Response, onEnd: (end: BodyEnd) => void, onError?: () => Promise<void>): Response {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    onEnd("complete");
    return response;
  }
  let ended = false;
  const end = (how: BodyEnd) => {
    if (!ended) onEnd(how);
    ended = true;
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          end("complete");
          controller.close();
        } catch (error) {
          end("failed");
          if (onError === undefined) return controller.error(error);
          await onError();
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
