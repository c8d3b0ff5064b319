import { expect, test } from "vitest";
import { defineLazyBackend, driverOf } from "../../src/backends/backend.ts";
import { geminiApi } from "../../src/index.ts";
import { clientAt } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply } from "../support/replies.ts";

test("a driver that failed to load is loaded again by the next call, and only by that one", async () => {
  const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Hello", "STOP"))));
  const driver = driverOf(geminiApi({ apiKey: "fake-key", baseUrl: server.url }));
  let loads = 0;
  const backend = defineLazyBackend("gemini-api", async () => {
    loads += 1;
    if (loads === 1) throw new Error("EMFILE");
    return driver;
  });
  const client = clientAt(server.url, { backend });
  await expect(client.generate("Hi")).rejects.toThrow("EMFILE");
  expect((await client.generate("Hi")).text).toBe("Hello");
  expect((await client.generate("Hi")).text).toBe("Hello");
  expect(loads).toBe(2);
});
