import { ClientRequest } from "node:http";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { isGeminiError } from "../../src/index.ts";
import { asGeminiError, clientAt, collect } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, jsonReply, streamHead, streamReply } from "../support/replies.ts";

// Work is counted here, not time: what a call sets up for itself, once its client has made the first.

afterEach(() => void vi.restoreAllMocks());

const SYSTEM_PROMPT = "canary-system-prompt-counted";

async function warmClient(streamed: Uint8Array | string = streamReply(["a", "b"])) {
  const replies = { streamed, whole: jsonReply(answer("Hello", "STOP")) };
  const server = await startRawServer(({ socket, path }) =>
    socket.write(path.includes("stream") ? replies.streamed : replies.whole),
  );
  const clock = new ManualClock();
  const client = clientAt(server.url, { systemPrompt: SYSTEM_PROMPT }, testPlatform({ clock }));
  await client.generate("Hi");
  return { client, clock };
}

const ways = ["whole", "streamed"] as const;

test.each(ways)("an answer that comes %s uses one timer, which ends with it", async (way) => {
  const { client, clock } = await warmClient();
  const set = vi.spyOn(clock, "schedule");
  await (way === "whole" ? client.generate("Hi") : collect(client.generateStream("Hi")));
  expect(set).toHaveBeenCalledTimes(1);
  expect(clock.waiting).toBe(0);
});

test.each(ways)("an answer that comes %s uses one listener on the caller's signal, and no controller", async (way) => {
  const { client } = await warmClient();
  const { signal } = new AbortController();
  const heard = vi.spyOn(signal, "addEventListener");
  const made = vi.spyOn(globalThis, "AbortController");
  await (way === "whole" ? client.generate("Hi", { signal }) : collect(client.generateStream("Hi", { signal })));
  expect(heard).toHaveBeenCalledTimes(1);
  expect(made).not.toHaveBeenCalled();
});

test("a prompt is serialised once, the options are not serialised again, and the body is sent in one piece", async () => {
  const { client } = await warmClient();
  const stringify = vi.spyOn(JSON, "stringify");
  const write = vi.spyOn(ClientRequest.prototype, "write");
  const end = vi.spyOn(ClientRequest.prototype, "end");
  await client.generate("canary-prompt-counted");
  // Not what else the process does meanwhile, such as a server of the test before.
  const serialised = stringify.mock.results.map(({ value }) => String(value));
  expect(serialised.filter((json) => json.includes("canary-prompt-counted"))).toHaveLength(1);
  expect(serialised.filter((json) => json.includes(SYSTEM_PROMPT))).toEqual([]);
  expect(write).not.toHaveBeenCalled();
  expect(end).toHaveBeenCalledTimes(1);
});

test("a long conversation is sent in few pieces", async () => {
  const { client } = await warmClient();
  for (let turn = 0; turn < 40; turn += 1) await client.sendMessage("x".repeat(4_096));
  const write = vi.spyOn(ClientRequest.prototype, "write");
  const end = vi.spyOn(ClientRequest.prototype, "end");
  await client.sendMessage("Hi");
  expect(write.mock.calls.length + end.mock.calls.length).toBeLessThanOrEqual(3);
});

// With `fetch` it is Node's own stream that puts the stack into words.
test("an abort ends the loop before the stack is formatted or the partial answer is assembled", async () => {
  const { client } = await warmClient(`${streamHead()}${chunk(event(answer("a")) + event(answer("b")))}`);
  const parse = vi.spyOn(JSON, "parse");
  const { prepareStackTrace } = Error;
  onTestFinished(() => {
    Error.prepareStackTrace = prepareStackTrace;
  });
  const inWords = vi.fn((_thrown: unknown) => "in words");
  Error.prepareStackTrace = inWords;
  const controller = new AbortController();
  const reading = (async () => {
    for await (const { textDelta } of client.generateStream("Hi", { signal: controller.signal })) {
      if (textDelta === "b") controller.abort();
    }
  })();
  const thrown = await reading.catch((error: unknown) => error);

  const ofOurs = inWords.mock.calls.filter(([error]) => isGeminiError(error));
  // The name of the model, which a warning needs, is read alone.
  const ofText = () => parse.mock.calls.filter(([json]) => json !== '"gemini-fake"');
  expect([ofOurs.length, ofText().length]).toEqual([0, 0]);
  const error = asGeminiError(thrown);
  expect([error.partial?.text, error.partial?.text, error.stack]).toEqual(["ab", "ab", "in words"]);
  expect(ofText()).toHaveLength(1);
});
