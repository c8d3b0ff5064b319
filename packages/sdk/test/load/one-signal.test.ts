import { getEventListeners } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import type { GeminiOptions } from "../../src/index.ts";
import { clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { answer, event } from "../support/replies.ts";
import { startLoadServer } from "./support/load-server.ts";

const CALLS = 10_000;
const AT_ONCE = 50;
/** In turn, every second one streamed. */
const MODES = ["whole", "stream", "refused", "stream", "whole", "cut", "busy", "stream", "whole", "stream"];

/** The server's replies without sockets, which take most of the time. */
function replies(): NonNullable<GeminiOptions["fetch"]> {
  const busy = new Set<string>();
  return async (_url, { body }) => {
    const prompt: string = JSON.parse(new TextDecoder().decode(body)).contents[0].parts[0].text;
    const stream = { headers: { "content-type": "text/event-stream" } };
    if (prompt.startsWith("stream")) return new Response(`${event(answer("a"))}${event(answer("b", "STOP"))}`, stream);
    if (prompt.startsWith("cut")) return new Response(event(answer("a")), stream);
    if (prompt.startsWith("refused")) return Response.json({ error: { code: 400 } }, { status: 400 });
    if (prompt.startsWith("busy") && !busy.delete(prompt)) {
      busy.add(prompt);
      return Response.json({ error: { code: 503 } }, { status: 503 });
    }
    return Response.json(answer("a", "STOP"));
  };
}

test.each([
  ["node:http", async () => ({ url: (await startLoadServer()).url })],
  ["fetch", async () => ({ url: "http://127.0.0.1:9", fetch: replies() })],
])(
  "F84 10,000 calls on one signal over %s: no listeners left, and no warning of Node's about many listeners",
  async (_transport, start) => {
    const warnings: string[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning.message);
    process.on("warning", onWarning);
    onTestFinished(() => void process.off("warning", onWarning));
    const { url, ...transport } = await start();
    const { signal } = new AbortController();
    const client = clientAt(url, { ...transport, retry: { initialDelayMs: 1 } });
    let begun = 0;
    let succeeded = 0;
    let most = 0;
    const worker = async () => {
      while (begun < CALLS) {
        const index = begun;
        begun += 1;
        const prompt = `${MODES[index % MODES.length]} tag-${index}`;
        const ended =
          index % 2 === 1
            ? collect(client.generateStream(prompt, { signal })).then(({ error }) => error === undefined)
            : client.generate(prompt, { signal }).then(
                () => true,
                () => false,
              );
        most = Math.max(most, getEventListeners(signal, "abort").length);
        if (await ended) succeeded += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    // All except refused and cut ones: busy ones succeed when they are retried.
    expect(succeeded).toBe(CALLS * 0.8);
    expect([most, getEventListeners(signal, "abort").length]).toEqual([1, 0]);
    expect(warnings).toEqual([]);
  },
);

describe.each(transports)("$transport", ({ options }) => {
  test("F84 a signal that aborts 1,000 calls at once ends each with its reason, and is left without listeners", async () => {
    const server = await startLoadServer();
    const controller = new AbortController();
    const client = clientAt(server.url, { ...options, signal: controller.signal });
    let open = 0;
    const reason = new Error("enough");
    const calls = Array.from({ length: 1_000 }, async (_, index) => {
      const stream = client.generateStream(`half tag-${index}`);
      const read = async () => {
        for await (const _ of stream) {
          open += 1;
          if (open === 1_000) controller.abort(reason);
        }
      };
      return failureOf(read());
    });
    const ended = await Promise.all(calls);
    expect(ended.filter((error) => error.code !== "aborted" || error.cause !== reason)).toEqual([]);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    await server.empty();
  });
});
