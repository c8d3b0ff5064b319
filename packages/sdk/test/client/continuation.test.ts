import { describe, expect, it } from "vitest";
import type {
  GeminiClient,
  GeminiEvent,
  GeminiOptions,
  GenerateContentResponse,
  WarningEvent,
} from "../../src/index.ts";
import { collect, failureOf } from "../support/clients.ts";
import { type Started, ways } from "./support/ways.ts";

const [FIRST, NEWEST] = ["Y2FuYXJ5LWZpcnN0", "Y2FuYXJ5LW5ld2VzdA=="];

/** One event with this candidate. */
const eventOf = (parts: readonly object[], members: object = {}) => ({
  candidates: [{ content: { role: "model", parts }, ...members, index: 0 }],
});

/** A long response: checkpoints on the way, and an end without a token. */
const longAnswer = [
  eventOf([{ text: "One" }]),
  eventOf([{ text: ", two" }], { continuationToken: FIRST }),
  { candidates: [{ continuationToken: NEWEST, index: 0 }] },
  eventOf([{ text: ", three" }], { finishReason: "CONTINUATION" }),
];
const wholeAnswer = [
  eventOf([{ text: "One, two, three" }], { finishReason: "CONTINUATION", continuationToken: NEWEST }),
];

interface Send {
  readonly how: string;
  readonly send: (client: GeminiClient) => Promise<GenerateContentResponse>;
  readonly events: readonly object[];
}

const sends: readonly Send[] = [
  { how: "whole", send: (client) => client.sendMessage("Count"), events: wholeAnswer },
  { how: "streamed", send: (client) => client.sendMessageStream("Count").response(), events: longAnswer },
];

function watched(started: Started, options: GeminiOptions = {}) {
  const heard: GeminiEvent[] = [];
  const client = started.client({ continuation: false, ...options, onEvent: (event) => void heard.push(event) });
  const warnings = () => heard.filter((event): event is WarningEvent => event.type === "warning");
  return { client, warnings };
}

describe.each(ways)("F58 CONTINUATION with `continuation: false` on $way", ({ start }) => {
  describe.each(sends)("$how", ({ send, events }) => {
    it("is a truncated response with the newest token, and a warning", async () => {
      const started = await start();
      const { client, warnings } = watched(started);
      started.emulator.next({ events });
      const response = await send(client);
      expect(response).toMatchObject({ text: "One, two, three", finishReason: "CONTINUATION", truncated: true });
      expect(response.candidates).toMatchObject([{ continuationToken: NEWEST }]);
      expect(warnings()).toEqual([
        { type: "warning", code: "response_incomplete", message: expect.stringContaining("request shorter responses") },
      ]);
      expect(warnings()[0]?.message).not.toContain(NEWEST);
    });

    it("is added to the conversation as after MAX_TOKENS, and the next prompt is sent without the token", async () => {
      const started = await start();
      const client = started.client({ continuation: false });
      started.emulator.next({ events });
      await send(client);
      expect(client.history[1]).toEqual({ role: "model", parts: [{ text: "One, two, three" }] });
      expect((await client.sendMessage("Say next")).text).toBe("Next");
      expect(started.requests()[1]?.contents).toHaveLength(3);
      expect(JSON.stringify(started.requests()[1])).not.toContain(NEWEST);
    });

    it("after thoughts alone, says that thinking used up the response", async () => {
      const started = await start();
      const { client, warnings } = watched(started);
      started.emulator.next({ events: [eventOf([{ text: "Hm", thought: true }], { finishReason: "CONTINUATION" })] });
      expect(await send(client)).toMatchObject({ text: "", thinking: "Hm", truncated: true });
      expect(warnings()).toMatchObject([
        { code: "response_incomplete" },
        { code: "empty_response", message: expect.stringContaining("Thinking used up the whole response") },
      ]);
    });

    it("without any content is an error that is not retried, and whose partial has the token", async () => {
      const started = await start();
      const client = started.client({ continuation: false, retry: true });
      const candidate = { finishReason: "CONTINUATION", continuationToken: NEWEST };
      started.emulator.next({ events: [{ candidates: [candidate] }] });
      const error = await failureOf(send(client));
      expect(error).toMatchObject({ code: "empty_response", reason: "CONTINUATION", retryable: false, attempts: 1 });
      expect(error.message).toMatch(/thinking.*Request shorter responses/);
      expect(error.partial?.candidates).toMatchObject([candidate]);
      expect(client.history).toEqual([]);
    });
  });

  it("keeps each token on the chunk that contained it", async () => {
    const started = await start();
    started.emulator.next({ events: longAnswer });
    const { chunks, text } = await collect(started.client({ continuation: false }).generateStream("Count"));
    expect(text).toBe("One, two, three");
    const tokens = chunks.map(({ candidates }) => candidates[0]?.continuationToken);
    expect(tokens).toEqual([undefined, FIRST, NEWEST, undefined]);
  });

  it("keeps the newest valid token", async () => {
    const started = await start();
    const events = [...longAnswer.slice(0, 3), eventOf([], { finishReason: "CONTINUATION", continuationToken: null })];
    started.emulator.next({ events });
    const { candidates } = await started.client({ continuation: false }).generateStream("Count").response();
    expect(candidates[0]?.continuationToken).toBe(NEWEST);
  });

  it("after a stream that was interrupted after a checkpoint, the error's partial has the token", async () => {
    const started = await start();
    started.emulator.next({ events: longAnswer.slice(0, 2) });
    const error = await failureOf(started.client({ continuation: false }).generateStream("Count").response());
    expect(error).toMatchObject({ code: "stream_interrupted", partial: { text: "One, two" } });
    expect(error.partial?.candidates[0]?.continuationToken).toBe(FIRST);
  });
});
