// Tests the server with scripted answers. Run: node --test examples/typescript/chat-server.test.ts (Node 22.18 or later)
import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { createEmulator } from "@gemini-ts/emulator";
import { GeminiClient, geminiApi } from "gemini-ts";
import { createChatServer } from "./chat-server.ts";

const emulator = createEmulator();
const client = new GeminiClient({ backend: geminiApi({ apiKey: "fake-key" }), fetch: emulator.fetch });
const server = createChatServer(client).listen(0, "127.0.0.1");
await once(server, "listening");
after(() => server.close());

async function ask(user: string, prompt: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/${user}`, { method: "POST", body: prompt });
  return `${response.status} ${await response.text()}`;
}

test("sends the answer", async () => {
  emulator.next({ text: "A scripted answer." });
  assert.equal(await ask("ann", "My name is Ann."), "200 A scripted answer.");
});

test("holds a conversation with each user", async () => {
  await ask("bob", "My name is Bob.");
  assert.equal(await ask("ann", "What is my name?"), "200 Your name is Ann.");
});

test("hides the details of a failure, and does not pass off a part as the answer", async () => {
  emulator.next({ error: "per-day" });
  assert.equal(await ask("ann", "Hello"), "502 No answer.");
  emulator.next({ text: "one two three", cutAfterEvents: 1 });
  await assert.rejects(ask("ann", "Hello"));
});
