import { expect, it } from "vitest";
import { calls, counted, startAgent } from "../features/tools/support/agent.ts";
import { failureOf } from "../support/clients.ts";

// A file of its own: before Node 24, only the first asynchronous context of a process can reach functions that already wait.

it("F236 a send after an abort works, although the function that was aborted never ends", async () => {
  const agent = await startAgent([calls("work"), { text: "Next." }]);
  const controller = new AbortController();
  const work = counted("work", () => {
    setImmediate(() => controller.abort());
    return new Promise(() => {});
  });
  const chat = agent.client({ tools: [work.tool] }).chat();
  const error = await failureOf(chat.sendMessage("canary-question", { signal: controller.signal }));
  expect(error).toMatchObject({ code: "aborted" });
  expect((await chat.sendMessage("canary-next")).text).toBe("Next.");
});
