import { describe, expect, it } from "vitest";
import type { GeminiOptions } from "../../src/index.ts";
import { patientAt, startScript } from "../retry/support/patient.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { reply } from "../support/replies.ts";

const unavailable = reply(503, "{}");

describe("maxRetries", () => {
  it.each([
    [undefined, 3],
    [0, 1],
    [1, 2],
    [4, 5],
    [null, 1],
  ])("%j: %i requests, set by client, chat or call", async (maxRetries, requests) => {
    const layers: readonly [GeminiOptions, GeminiOptions, GeminiOptions][] = [
      [{ maxRetries }, {}, {}],
      [{}, { maxRetries }, {}],
      [{ maxRetries: maxRetries === undefined ? undefined : 7 }, {}, { maxRetries }],
    ];
    for (const [ofClient, ofChat, ofCall] of layers) {
      const server = await startScript(unavailable);
      const { client } = patientAt(server.url, { retry: undefined, ...ofClient });
      const error = await failureOf(client.chat(ofChat).sendMessage("canary", ofCall));
      expect(error).toMatchObject({ code: "server_error", attempts: requests });
      expect(server.requests).toHaveLength(requests);
    }
  });
});

describe("timeout", () => {
  it.each<[string, GeminiOptions, GeminiOptions, GeminiOptions]>([
    ["client", { timeout: 80 }, {}, {}],
    ["chat", { timeout: 60_000 }, { timeout: 80 }, {}],
    ["call", { timeouts: { total: 60_000 } }, { timeout: null }, { timeout: 80 }],
  ])("of the %s ends the whole call, in milliseconds", async (_layer, ofClient, ofChat, ofCall) => {
    const server = await startRawServer(() => {});
    const chat = clientAt(server.url, ofClient).chat(ofChat);
    const error = await failureOf(chat.sendMessage("canary", ofCall));
    expect(error).toMatchObject({ code: "timeout", phase: "total", option: "timeouts.total" });
    expect(error.message).toContain("80 ms");
  });
});
