import { unsupported } from "../errors/call-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { invalidOption } from "../errors/option-errors.ts";
import { readOptions } from "../options/read-options.ts";
import type { HeadersLike, RuntimeReadableStream, RuntimeResponse } from "../platform/web-types.ts";
import { functionRule } from "../validation/option-rule.ts";
import { checkMembers, type OptionTable } from "../validation/option-table.ts";
import { readable } from "../validation/readable.ts";
import { type ChunkSource, ServerSentEvents } from "./server-sent-events.ts";

/** What {@link GenerateContentStream.toReadableStream} takes. */
export interface StreamBodyInit {
  /**
   * Returns the message of the event `error`, for readers who must not see one that is written for developers. The error is
   * a `GeminiError`, as `isGeminiError()` tells, unless a chunk cannot be written as JSON, for instance because it is nested too
   * deeply. The code is sent unchanged. If the function throws or returns no string, the message is `"The stream failed."`.
   * @default the error's own message
   */
  readonly errorMessage?: ((error: GeminiError | Error) => string) | undefined;
}

/** What {@link GenerateContentStream.toResponse} takes. */
export interface StreamResponseInit extends StreamBodyInit {
  /**
   * Headers of the response, added to `content-type: text/event-stream` and `cache-control: no-cache, no-transform`; they win
   * over these two. Without `no-transform`, middleware that compresses, such as that of Express and Next.js, holds the events
   * back until the response ends.
   * @default none
   */
  readonly headers?: HeadersLike | undefined;
}

const bodyTable: OptionTable<StreamBodyInit> = { errorMessage: functionRule() };

const responseTable: OptionTable<StreamResponseInit> = {
  ...bodyTable,
  // `copyOf` and the constructor of `Headers` check them.
  headers: {
    expected: "the headers of a response: names with strings, or a Headers object",
    accepts: () => true,
    copied: false,
  },
};

/** The stream as a body of server-sent events. `open` runs once the runtime is known to be able to make it. */
export function toReadableStream(open: () => ChunkSource, init: StreamBodyInit): RuntimeReadableStream {
  checkRuntime("toReadableStream()", "ReadableStream");
  const { errorMessage } = checkMembers(readOptions(init, "body"), { table: bodyTable });
  const source = open();
  const events = new ServerSentEvents(source, errorMessage ?? undefined);
  const encoder = new TextEncoder();
  let left = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { event, last } = await events.next();
        // A body that was cancelled meanwhile takes nothing more.
        if (left) return;
        controller.enqueue(encoder.encode(event));
        if (last) controller.close();
      },
      async cancel() {
        left = true;
        await source.iterator.return?.();
      },
    },
    // Nothing is read ahead: a body that nobody reads starts no call.
    { highWaterMark: 0 },
  ) as RuntimeReadableStream;
}

/** Used unless the caller sets them. */
const OWN_HEADERS = [
  ["content-type", "text/event-stream"],
  ["cache-control", "no-cache, no-transform"],
] as const;

/** The same as a response with status 200. */
export function toResponse(open: () => ChunkSource, init: StreamResponseInit): RuntimeResponse {
  checkRuntime("toResponse()", "Response");
  const { headers, ...body } = checkMembers(readOptions(ownOptions(init), "response"), { table: responseTable });
  const all = copyOf(headers ?? {});
  for (const [name, value] of OWN_HEADERS) if (!all.has(name)) all.set(name, value);
  return new Response(toReadableStream(open, body) as ReadableStream, { headers: all }) as RuntimeResponse;
}

/** A `Response` has its members on its prototype. Of those, only the headers are options. */
function ownOptions(init: StreamResponseInit): StreamResponseInit {
  return readable("options", undefined, () => (init instanceof Response ? { headers: init.headers } : init));
}

/** Unlike the constructor of `Headers`, refuses values that are not strings: it would send `undefined` as text. */
function copyOf(headers: HeadersLike): Headers {
  try {
    const entries: readonly (readonly unknown[])[] = isIterable(headers) ? [...headers] : Object.entries(headers);
    if (entries.every(([, value]) => typeof value === "string")) return new Headers(entries as [string, string][]);
  } catch {
    // Refused below.
  }
  throw invalidOption("headers", headers, responseTable.headers.expected);
}

function isIterable(headers: HeadersLike): headers is readonly (readonly [string, string])[] {
  return Symbol.iterator in headers;
}

function checkRuntime(method: string, name: "ReadableStream" | "Response"): void {
  if (typeof globalThis[name] === "function") return;
  throw unsupported(
    method,
    `this runtime, which has no ${name},`,
    "Iterate the stream, and write the chunks yourself.",
  );
}
