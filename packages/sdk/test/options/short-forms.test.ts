import { describe, expect, it } from "vitest";
import type { GeminiOptions } from "../../src/index.ts";
import { patientAt, rateLimit, startScript } from "../retry/support/patient.ts";
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
  ])("of the %s limits the whole call, in milliseconds", async (_layer, ofClient, ofChat, ofCall) => {
    const server = await startRawServer(() => {});
    const chat = clientAt(server.url, ofClient).chat(ofChat);
    const error = await failureOf(chat.sendMessage("canary", ofCall));
    expect(error).toMatchObject({ code: "timeout", phase: "total", option: "timeout" });
    expect(error.message).toMatch(/80 ms\. Try again, or raise `timeout`\.$/);
  });

  it.each<[string, GeminiOptions, GeminiOptions]>([
    ["timeouts.total", { timeout: 60_000 }, { timeouts: { total: 80 } }],
    ["timeout", { timeouts: { total: 60_000 } }, { timeout: 80 }],
  ])("%s: an error names the option that set the deadline", async (option, ofClient, ofCall) => {
    const server = await startRawServer(() => {});
    const error = await failureOf(clientAt(server.url, ofClient).generate("canary", ofCall));
    expect(error).toMatchObject({ option, remedy: `Try again, or raise \`${option}\`.` });
  });

  it.each<[string, GeminiOptions]>([
    ["timeouts.total", { timeouts: { total: 1_000 } }],
    ["timeout", { timeout: 1_000 }],
  ])("%s: the error of a wait that would exceed it names it too", async (option, options) => {
    const server = await startScript(rateLimit("30s"));
    const { client } = patientAt(server.url, options);
    const error = await failureOf(client.generate("canary"));
    expect(error).toMatchObject({ code: "rate_limited", attempts: 1 });
    expect(error.summary).toContain(`the wait would not end before \`${option}\`.`);
    expect(error.remedy).toBe("Wait 30 seconds, then send fewer requests at a time.");
  });
});
