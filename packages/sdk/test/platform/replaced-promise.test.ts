import { afterEach, beforeEach, expect, it } from "vitest";
import { type Backend, geminiApi, vertex } from "../../src/index.ts";
import { failureOf, testClient } from "../support/clients.ts";
import { testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply, reply } from "../support/replies.ts";

// As zone.js does: the promises of async functions are no instances of the new class.

const { Promise: ownPromise } = globalThis;

class OtherPromise<Value> extends Promise<Value> {}

beforeEach(() => {
  globalThis.Promise = OtherPromise;
});
afterEach(() => {
  globalThis.Promise = ownPromise;
});

const backends = [
  { name: "geminiApi()", backend: geminiApi({ apiKey: "fake-key-canary" }) },
  {
    name: "vertex()",
    backend: vertex({ project: "test-project", location: "global", accessToken: async () => "fake-token-canary" }),
  },
  { name: "the one that the environment names", backend: undefined },
];

async function replacedClient(backend: Backend | undefined, sent: Uint8Array) {
  const server = await startRawServer(({ socket }) => socket.write(sent));
  const environment = {
    GEMINI_API_KEY: "fake-key-canary",
    GOOGLE_GEMINI_BASE_URL: server.url,
    GOOGLE_VERTEX_BASE_URL: server.url,
  };
  return testClient({ backend }, testPlatform({ environment }));
}

it.each(backends)("F234 a program that replaces the global Promise calls $name", async ({ backend }) => {
  const client = await replacedClient(backend, jsonReply(answer("Hello", "STOP")));
  expect((await client.generate("Hi")).text).toBe("Hello");
});

it.each(backends)("F234 a program that replaces the global Promise gets refusals of $name", async ({ backend }) => {
  const client = await replacedClient(backend, reply(403));
  expect((await failureOf(client.generate("Hi"))).status).toBe(403);
});
