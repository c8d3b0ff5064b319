import { getEventListeners } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { startLoadServer } from "./support/load-server.ts";

const CALLS = 10_000;
const AT_ONCE = 50;
/** In turn, every second one streamed. */
const MODES = ["whole", "stream", "refused", "stream", "whole", "cut", "busy", "stream", "whole", "stream"];

describe.each(transports)("$transport", ({ options }) => {
  test("F84 10,000 calls on one signal: no listeners left, and no warning of Node's that there are many", async () => {
    const warnings: string[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning.message);
    process.on("warning", onWarning);
    onTestFinished(() => void process.off("warning", onWarning));
    const server = await startLoadServer();
    const { signal } = new AbortController();
    const client = clientAt(server.url, { ...options, retry: { initialDelayMs: 1 } });
    let begun = 0;
    let succeeded = 0;
    const worker = async () => {
      for (;;) {
        const index = begun;
        if (index === CALLS) return;
        begun += 1;
        const prompt = `${MODES[index % MODES.length]} tag-${index}`;
        const streamed = index % 2 === 1;
        const { error } = streamed
          ? await collect(client.generateStream(prompt, { signal }))
          : await client.generate(prompt, { signal }).then(
              () => ({ error: undefined }),
              (thrown: unknown) => ({ error: thrown }),
            );
        if (error === undefined) succeeded += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    // All but the refused and the cut; what is busy succeeds when it is sent again.
    expect(succeeded).toBe(CALLS * 0.8);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(warnings).toEqual([]);
  }, 60_000);

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
