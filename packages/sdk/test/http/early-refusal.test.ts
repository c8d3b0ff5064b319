import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { clientAt, failureOf, transports } from "../support/clients.ts";
import { jsonReply } from "../support/replies.ts";

describe.each(transports)("$transport", ({ options }) => {
  test("the call fails with a refusal that arrives while the request is still being sent", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        socket.pause();
        socket.end(jsonReply({ error: { code: 413, message: "Too large." } }, 413, { connection: "close" }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const prompt = "x".repeat(30_000_000);
    const error = await failureOf(clientAt(`http://127.0.0.1:${port}`, options).generate(prompt));
    expect(error).toMatchObject({ code: "invalid_request", status: 413 });
  });
});
