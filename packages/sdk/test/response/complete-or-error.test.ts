import { describe, expect, it } from "vitest";
import type { GeminiError } from "../../src/index.ts";
import { clientAt, collect, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { event, reply } from "../support/replies.ts";
import { counts, end, type Part, part, serving, signed, streamed, thought } from "./support/serving.ts";

describe("F92 a finish reason does not count once content follows it", () => {
  it.each([
    ["an empty STOP, then half an answer", [end("STOP"), part({ text: "canary-half" })]],
    ["two of them", [end("STOP"), end("STOP"), part({ text: "canary" }), part({ text: "-half" })]],
    [
      "a thought with STOP, then half an answer",
      [part(thought, { finishReason: "STOP" }), part({ text: "canary-half" })],
    ],
    ["STOP, then a function call", [end("STOP"), part({ functionCall: { name: "f", args: {} } })]],
    ["text with STOP, then more text", [part({ text: "canary" }, { finishReason: "STOP" }), part({ text: "-half" })]],
    [
      "counts, and content after them",
      [end("STOP"), part({ text: "a" }), { usageMetadata: counts }, part({ text: "b" })],
    ],
    ["an event that counts nothing", [end("STOP"), part({ text: "canary-half" }), { usageMetadata: {} }]],
    [
      "an event with a traffic type alone",
      [end("STOP"), part({ text: "canary-half" }), { usageMetadata: { trafficType: "ON_DEMAND" } }],
    ],
    [
      "counts beside an empty text",
      [end("STOP"), part({ text: "a" }), { ...part({ text: "" }), usageMetadata: counts }],
    ],
  ])("%s: stream_interrupted, and nothing is kept", async (_, events) => {
    const { client } = await serving(events, {}, { retry: false });
    expect(await failureOf(streamed(client))).toMatchObject({ code: "stream_interrupted" });
    expect(client.history).toEqual([]);
  });

  it.each([
    ["a new finish reason", [end("STOP"), part({ text: "canary-whole" }), end("STOP")]],
    [
      "a new finish reason beside the text",
      [end("STOP"), part({ text: "canary-whole" }, { finishReason: "MAX_TOKENS" })],
    ],
    [
      "an event without candidates that has the counts",
      [end("STOP"), part({ text: "canary-whole" }), { usageMetadata: counts }],
    ],
    [
      "an event without parts that has the counts",
      [end("STOP"), part({ text: "canary-whole" }), { candidates: [{ index: 0 }], usageMetadata: counts }],
    ],
    ["a signature after the finish reason", [part({ text: "canary-whole" }, { finishReason: "STOP" }), part(signed)]],
  ])("%s ends it", async (_, events) => {
    const { client } = await serving(events, {}, { retry: false });
    expect((await streamed(client)).text).toBe("canary-whole");
    expect(client.history).toHaveLength(2);
  });

  it.each([null, "", "FINISH_REASON_UNSPECIFIED"])("%j is not a finish reason", async (finishReason) => {
    const { client } = await serving([part({ text: "canary-half" }), end(finishReason)], {}, { retry: false });
    expect(await failureOf(streamed(client))).toMatchObject({ code: "stream_interrupted" });
    const after = await serving([
      part({ text: "canary" }),
      end("MAX_TOKENS"),
      { ...end(finishReason), usageMetadata: counts },
    ]);
    expect((await streamed(after.client)).finishReason).toBe("MAX_TOKENS");
    const whole = await serving([part({ text: "canary" }, { finishReason }), end("STOP")]);
    const { chunks } = await collect(whole.client.sendMessageStream("w"));
    expect(chunks.map((chunk) => chunk.finishReason)).toEqual([undefined, "STOP"]);
  });
});

const BEFORE: readonly (readonly [string, Part])[] = [
  ["a thought", thought],
  ["an empty text with a signature", signed],
  ["a signature alone", { thoughtSignature: "c2ln" }],
];
const BAD_CALLS = [
  "MALFORMED_FUNCTION_CALL",
  "UNEXPECTED_TOOL_CALL",
  "MISSING_THOUGHT_SIGNATURE",
  "TOO_MANY_TOOL_CALLS",
];

describe("F93 a thought or a signature does not count as an answer", () => {
  describe.each([
    ...BAD_CALLS.map((reason) => [reason, "malformed_function_call"] as const),
    ["STOP", "empty_response"] as const,
  ])("%s", (reason, code) => {
    it.each(BEFORE)("after %s: retried if nothing was delivered, then an error", async (_, one) => {
      const { client, requests } = await serving([part(one), end(reason)], part(one, { finishReason: reason }));
      expect(await failureOf(client.sendMessage("canary-prompt"))).toMatchObject({ code, reason, attempts: 3 });
      const whole = requests();
      expect(await failureOf(streamed(client))).toMatchObject({ code, reason });
      expect([whole, requests() - whole]).toEqual([3, one === thought ? 1 : 3]);
      expect(client.history).toEqual([]);
    });
  });

  it.each(BAD_CALLS)("%s after a sentence is an error with the text in partial", async (reason) => {
    const text = { text: "canary-sentence" };
    const { client } = await serving([part(text), end(reason)], part(text, { finishReason: reason }), { retry: false });
    for (const error of [await failureOf(client.sendMessage("canary-prompt")), await failureOf(streamed(client))]) {
      expect(error).toMatchObject({ code: "malformed_function_call", reason });
      expect(error.partial?.text).toBe("canary-sentence");
    }
    expect(client.history).toEqual([]);
  });

  it("thoughts without any finish reason fail alike, streamed or not", async () => {
    const { client } = await serving([part(thought), { usageMetadata: counts }], part(thought), { retry: false });
    const codes = [await failureOf(client.generate("canary-prompt")), await failureOf(streamed(client))].map(codeOf);
    expect(codes).toEqual(["stream_interrupted", "stream_interrupted"]);
  });

  it("thoughts are delivered at once, before the error", async () => {
    const { client } = await serving([part(thought), end("STOP")], {}, { retry: { restartStreams: true } });
    const { chunks, error } = await collect(client.sendMessageStream("canary-prompt"));
    expect(chunks.map(({ type, thinkingDelta }) => [type, thinkingDelta])).toEqual([
      ["content", "canary-thought"],
      ["content", ""],
    ]);
    expect(error).toMatchObject({ code: "empty_response", attempts: 1 });
  });

  it("a refusal after thoughts is blocked, and thoughts that used up the tokens are returned", async () => {
    const refused = await serving([], part(thought, { finishReason: "SAFETY" }));
    expect(await failureOf(refused.client.generate("canary-prompt"))).toMatchObject({ code: "blocked", attempts: 1 });
    const cut = await serving([], part(thought, { finishReason: "MAX_TOKENS" }));
    expect(await cut.client.generate("canary-prompt")).toMatchObject({ text: "", truncated: true });
    expect(cut.warnings()).toEqual([expect.objectContaining({ code: "empty_response" })]);
  });

  it("a function call that is marked as a thought is an answer", async () => {
    const { client } = await serving([part({ functionCall: { name: "f", args: {} }, thought: true }), end("STOP")]);
    expect((await streamed(client)).functionCalls).toEqual([{ name: "f", args: {} }]);
    expect(client.history).toHaveLength(2);
  });

  it.each(["MALFORMED_FUNCTION_CALL", "SAFETY", "NO_IMAGE"])(
    "F309 Google's message about %s can quote the model: only `partial` has all of it",
    async (reason) => {
      const finishMessage = "Malformed function call: print(default_api.book(patient='canary-name'))";
      const lines: string[] = [];
      const log = (line: string) => void lines.push(line);
      const options = { retry: false, logger: { debug: log, info: log, warn: log } };
      const { client } = await serving([], end(reason, { finishMessage }), options);
      const error = await failureOf(client.generate("canary-prompt"));
      expect(error).toMatchObject({ reason, message: expect.stringContaining(reason) });
      expect(`${error.message} ${JSON.stringify(error)} ${lines.join()}`).not.toMatch(/default_api|canary/);
      expect(error.partial?.candidates).toMatchObject([{ finishMessage }]);
    },
  );
});

describe("F353 newer finish reasons", () => {
  it.each([
    ["MISSING_THOUGHT_SIGNATURE", /thought signature is missing in the contents/, /turns back unchanged/],
    ["TOO_MANY_TOOL_CALLS", /Google's tools too often/, /less at a time/],
    ["MALFORMED_FUNCTION_CALL", /invalid function call/, /simplify/],
  ])("%s: the error says what to change", async (reason, summary, remedy) => {
    const { client } = await serving([end(reason)], {}, { retry: false });
    const error = await failureOf(streamed(client));
    expect(error).toMatchObject({ code: "malformed_function_call", reason });
    expect([error.summary, error.remedy]).toEqual([expect.stringMatching(summary), expect.stringMatching(remedy)]);
  });

  it.each([
    ["MODEL_ARMOR", /Model Armor settings/],
    ["ESCALATION", /Reword/],
    ["PUP_LIMITED_DISABLED", /Prohibited Use Policy/],
  ])("%s: blocked after one request, and a text before it is an answer", async (reason, remedy) => {
    for (const parts of [[], [part(thought)]]) {
      const { client, requests } = await serving([...parts, end(reason)], { candidates: [{ finishReason: reason }] });
      const expected = { code: "blocked", reason, retryable: false, remedy: expect.stringMatching(remedy) };
      expect(await failureOf(streamed(client))).toMatchObject(expected);
      expect(await failureOf(client.generate("canary-prompt"))).toMatchObject(expected);
      expect(requests()).toBe(2);
    }
    const { client } = await serving([part({ text: "canary-half" }), end(reason)]);
    expect(await streamed(client)).toMatchObject({ text: "canary-half", finishReason: reason, truncated: true });
  });
});

describe("F309 Google's message about a failed function call", () => {
  it.each<[string, string | undefined]>([
    ["Malformed function call: Function call is empty", "Malformed function call: Function call is empty"],
    ["Malformed function call: print(default_api.book(name='canary'))", "Malformed function call"],
    ["Malformed function call: book Mr Canary", "Malformed function call"],
    ["The model called an undeclared function: canary_tool", "The model called an undeclared function"],
    ["canary_tool is not declared.", undefined],
    ['Unexpected tool call. {"name":"canary"}', "Unexpected tool call."],
    ["", undefined],
  ])("%j is quoted as %j", async (finishMessage, quoted) => {
    const { client } = await serving([], end("MALFORMED_FUNCTION_CALL", { finishMessage }), { retry: false });
    const error = await failureOf(client.generate("canary-prompt"));
    expect(error.googleMessage).toBe(quoted);
    expect(error.message).not.toMatch(/canary/i);
    expect(error.message.includes("Google says:")).toBe(quoted !== undefined);
  });
});

const codeOf = ({ code }: GeminiError) => code;

describe("F96 a prompt that Google blocks", () => {
  const promptFeedback = {
    blockReason: "PROHIBITED_CONTENT",
    blockReasonMessage: "not allowed",
    safetyRatings: [{ category: "X", probability: "HIGH" }],
  };

  it.each<[string, readonly object[], boolean?]>([
    ["first", [{ promptFeedback }]],
    ["after text", [part({ text: "canary-half" }), { promptFeedback }]],
    ["beside a finish reason", [part({ text: "canary-half" }), { ...end("STOP"), promptFeedback }]],
    ["before text that ends", [{ promptFeedback }, part({ text: "canary" }, { finishReason: "STOP" })]],
    ["before feedback without a reason", [{ promptFeedback }, { ...end("STOP"), promptFeedback: {} }], true],
    [
      "before feedback with an unspecified reason",
      [{ promptFeedback }, { ...end("STOP"), promptFeedback: { blockReason: "BLOCK_REASON_UNSPECIFIED" } }],
      true,
    ],
    [
      "in pieces",
      [
        { promptFeedback: { safetyRatings: promptFeedback.safetyRatings } },
        { promptFeedback: { ...promptFeedback, safetyRatings: [] } },
      ],
      true,
    ],
    ["before an error of the service", [{ promptFeedback }, { error: { code: 503, status: "UNAVAILABLE" } }], true],
  ])("%s is blocked, never retried, and `partial` has the ratings", async (_, events, onlyStreamed = false) => {
    const whole = onlyStreamed ? { promptFeedback } : Object.assign({}, ...events);
    const { client, requests } = await serving(events, whole);
    for (const error of [await failureOf(streamed(client)), await failureOf(client.generate("canary-prompt"))]) {
      expect(error).toMatchObject({
        code: "blocked",
        reason: "PROHIBITED_CONTENT",
        googleMessage: "not allowed",
        attempts: 1,
      });
      expect(error.message).toContain("Google says: not allowed");
      expect(error.partial?.promptFeedback).toMatchObject(promptFeedback);
    }
    expect(requests()).toBe(2);
    expect(client.history).toEqual([]);
  });

  it("a stream that breaks after it is not retried", async () => {
    const body = `${event({ promptFeedback })}data: oops\n\n`;
    const server = await startRawServer(({ socket }) => {
      socket.write(reply(200, body, { "content-type": "text/event-stream" }));
    });
    const client = clientAt(server.url, { retry: { initialDelayMs: 1 } });
    expect(await failureOf(streamed(client))).toMatchObject({ code: "blocked", attempts: 1 });
  });

  it.each(["BLOCK_REASON_UNSPECIFIED", "BLOCKED_REASON_UNSPECIFIED", "", null])("%j blocks nothing", async (reason) => {
    const feedback = { promptFeedback: { blockReason: reason, safetyRatings: [] } };
    const { client } = await serving([feedback, part({ text: "canary-whole" }, { finishReason: "STOP" })]);
    expect((await streamed(client)).text).toBe("canary-whole");
  });
});
