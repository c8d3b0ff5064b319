import { expect, it } from "vitest";
import type { Gate, GateOutcome, GateRequest } from "../../src/call/gate.ts";
import { GeminiClient, type GeminiOptions } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

/** A gate that notes what passes it. */
class NotingGate implements Gate {
  readonly entered: GateRequest[] = [];
  readonly settled: GateOutcome[] = [];

  async enter(request: GateRequest) {
    this.entered.push(request);
    return { settle: (outcome: GateOutcome) => void this.settled.push(outcome) };
  }
}

async function startWith(gates: readonly Gate[], options: GeminiOptions = {}) {
  const { backend, platform, emulator } = await start();
  const retry = { initialDelayMs: 1, maxAttempts: 2 };
  const client = new GeminiClient({ backend, model: "gemini-3.8-flash", retry, ...options }, { platform, gates });
  return { client, emulator };
}

it("a gate is entered before every attempt, and its lease settles with the usage or the failure", async () => {
  const gate = new NotingGate();
  const { client, emulator } = await startWith([gate], { fallbackModels: ["gemini-3.5-flash-lite"] });
  emulator.next({ error: "overloaded" });
  emulator.next({ error: "overloaded" });
  const response = await client.generate("Hello!");
  expect(gate.entered).toEqual([
    { backend: "gemini-api", operation: "generateContent", model: "gemini-3.8-flash", attempt: 1 },
    { backend: "gemini-api", operation: "generateContent", model: "gemini-3.8-flash", attempt: 2 },
    { backend: "gemini-api", operation: "generateContent", model: "gemini-3.5-flash-lite", attempt: 3 },
  ]);
  expect(gate.settled).toEqual([
    { usage: undefined, error: expect.objectContaining({ code: "model_overloaded" }) },
    { usage: undefined, error: expect.objectContaining({ code: "model_overloaded" }) },
    { usage: response.usageMetadata },
  ]);
  await client.close();
});

it("the lease of a stream settles when the stream ends, also if its reader leaves", async () => {
  const gate = new NotingGate();
  const { client } = await startWith([gate]);
  const response = await client.sendMessageStream("Count from 1 to 3").response();
  expect(gate.settled).toEqual([{ usage: response.usageMetadata }]);
  const stream = client.sendMessageStream("Count from 1 to 30");
  for await (const _ of stream) break;
  const error = await failureOf(stream.response());
  expect(error.code).toBe("aborted");
  expect(gate.settled[1]).toEqual({
    usage: error.partial?.usageMetadata,
    error: expect.objectContaining({ code: "aborted" }),
  });
  await client.close();
});

it("a gate that refuses fails the attempt before anything is sent, and the earlier gates are notified", async () => {
  const first = new NotingGate();
  const refusal = new Error("over budget");
  const second: Gate = { enter: () => Promise.reject(refusal) };
  const { client, emulator } = await startWith([first, second]);
  await expect(client.generate("Hello!")).rejects.toBe(refusal);
  expect(first.settled).toEqual([{ usage: undefined, error: refusal }]);
  expect(emulator.calls).toEqual([]);
  await client.close();
});
