import { expect, test } from "vitest";
import { clientAt } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, event, reply } from "../support/replies.ts";

test("F376 a response tells middleware that compresses not to collect its events", async () => {
  const head = { "content-type": "text/event-stream" };
  const body = event(answer("canary-answer", "STOP"));
  const server = await startRawServer(({ socket }) => socket.write(reply(200, body, head)));
  for (const headers of [undefined, { "x-own": "canary-header" }]) {
    const response = clientAt(server.url).generateStream("canary-prompt").toResponse({ headers });
    // The rule of `compression`, which Express and Next.js use, and of Hono's `compress`.
    expect(response.headers.get("cache-control")).toMatch(/(?:^|,)\s*no-transform\s*(?:,|$)/);
    expect(await response.text()).toContain("event: done");
  }
});
