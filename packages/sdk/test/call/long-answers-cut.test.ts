import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type {
  GeminiClient,
  GeminiOptions,
  GenerateContentResponse,
  GenerateContentStream,
  Part,
} from "../../src/index.ts";
import { ways } from "../client/support/ways.ts";
import { asGeminiError } from "../support/clients.ts";
import { type HopScript, LongAnswerServer } from "./support/long-answer-server.ts";

// A long run: node scripts/long-answers.mjs
const longRun = Number(process.env.LONG_ANSWER_CASES);
const cases = longRun || 30;
const runs = longRun ? { numRuns: longRun } : { numRuns: cases, seed: 1 };
const timeout = 10_000 + cases * 200;

const words = fc.constantFrom("One", " two", " three", "\n", "“four”", " 🙂", " fünf", '"', "\\", " a a", "a");
const said = words.map((text): Part => ({ text }));
const thought = words.map((text): Part => ({ text, thought: true }));
const odd = fc.constantFrom<Part>(
  { text: "", thoughtSignature: "Y2FuYXJ5LTE=" },
  { text: "signed", thoughtSignature: "Y2FuYXJ5LTI=" },
  { functionCall: { name: "look", args: { at: "canary" } } },
  { inlineData: { mimeType: "image/png", data: "Y2FuYXJ5" } },
);
const answers = fc
  .tuple(
    fc.array(thought, { maxLength: 4 }),
    fc.array(fc.oneof({ weight: 8, arbitrary: said }, odd), { minLength: 1, maxLength: 24 }),
  )
  .map(([thoughts, parts]) => [...thoughts, { text: "Begin" }, ...parts]);

const hop = (rewrites: boolean) =>
  fc.record({
    pieces: fc.constantFrom(0, 1, 2, 3, 5, 8, 13),
    grouped: fc.integer({ min: 1, max: 3 }),
    checkpointEvery: fc.integer({ min: 1, max: 4 }),
    tokenAtEnd: fc.boolean(),
    cutAt: fc.option(
      fc.integer({ min: 0, max: 999 }).map((share) => share / 1_000),
      { nil: undefined },
    ),
    closesCleanly: fc.boolean(),
    rewrite: rewrites
      ? fc.option(fc.array(said, { minLength: 1, maxLength: 8 }), { nil: undefined, freq: 3 })
      : fc.constant(undefined),
  });

/** Every answer ends: the last script makes progress in each hop. */
const end: HopScript = { pieces: 6, grouped: 1, checkpointEvery: 2, tokenAtEnd: true };

const scripts = (rewrites: boolean) =>
  fc.array(hop(rewrites).map(withToken), { maxLength: 8 }).map((some) => [...some, end]);

/** A hop that ends without any token would truncate the response. */
function withToken(script: HopScript): HopScript {
  const { pieces, grouped, checkpointEvery, tokenAtEnd } = script;
  return { ...script, tokenAtEnd: tokenAtEnd || Math.ceil(pieces / grouped) <= checkpointEvery };
}

const retry = { maxAttempts: 100, initialDelayMs: 1, maxDelayMs: 1 };

/** What a way of reading got: from the reader's view, and from the response. */
interface Got {
  readonly text: string;
  readonly thinking: string;
  readonly restarts: number;
  readonly response?: GenerateContentResponse;
  readonly error?: unknown;
}

interface Reading {
  readonly how: string;
  readonly read: (client: GeminiClient) => Promise<Got>;
  readonly options?: GeminiOptions;
}

const readings: readonly Reading[] = [
  { how: "whole", read: async (client) => atOnce(await client.sendMessage("Count")) },
  {
    how: "whole, streamed inside",
    options: { model: "gemini-4-argon", maxOutputTokens: 100_000 },
    read: async (client) => atOnce(await client.sendMessage("Count")),
  },
  {
    how: "streamed, read at the end",
    read: async (client) => atOnce(await client.sendMessageStream("Count").response()),
  },
  { how: "streamed", read: (client) => obeying(client.sendMessageStream("Count")) },
];

function atOnce(response: GenerateContentResponse): Got {
  return { text: response.text, thinking: response.thinking, restarts: 0, response };
}

/** Reads chunks, and discards what a restart takes back. */
async function obeying(stream: GenerateContentStream): Promise<Got> {
  let [text, thinking, restarts] = ["", "", 0];
  try {
    for await (const chunk of stream) {
      if (chunk.type === "restart") [text, thinking, restarts] = ["", "", restarts + 1];
      text += chunk.textDelta;
      thinking += chunk.thinkingDelta;
    }
    return { text, thinking, restarts, response: await stream.response() };
  } catch (error) {
    return { text, thinking, restarts, error };
  }
}

const textIn = (parts: readonly Part[], isThought: boolean) =>
  parts.map(({ text = "", thought = false }) => (thought === isThought ? text : "")).join("");

const prompt = { role: "user", parts: [{ text: "Count" }] };

describe.each(ways)("F120 F121 a long response cut anywhere, on $way", ({ start }) => {
  const run = async (
    [answer, hops, isSocket]: readonly [readonly Part[], readonly HopScript[], boolean],
    options: GeminiOptions,
    check: (client: GeminiClient, server: LongAnswerServer) => Promise<void>,
  ) => {
    const server = new LongAnswerServer(answer, hops);
    const started = await start({ intercept: { request: server.respond } });
    const client = isSocket ? started.client(options) : started.steppedClient(options);
    try {
      await check(client, server);
      expect(server.bodies.size).toBe(1);
    } finally {
      client.close();
      await started.emulator.close();
    }
  };

  test.each(readings)("$how: the same text, parts, usage and history", { timeout }, async ({ read, options }) => {
    const all = { retry: { ...retry, restartStreams: true }, ...options };
    const property = fc.asyncProperty(fc.tuple(answers, scripts(true), fc.boolean()), (script) =>
      run(script, all, async (client, server) => {
        const { text, thinking, restarts, response } = await read(client);
        const { parts } = server;
        expect([text, thinking]).toEqual([textIn(parts, false), textIn(parts, true)]);
        expect(response?.candidates).toEqual([{ index: 0, content: { role: "model", parts }, finishReason: "STOP" }]);
        expect(response?.usageMetadata).toEqual(server.usage);
        expect(client.history).toEqual([prompt, { role: "model", parts }]);
        if (restarts > 0) expect(server.canRestart).toBe(true);
      }),
    );
    await fc.assert(property, runs);
  });

  test("without restarts, a stream succeeds, or fails with everything received in its partial", {
    timeout,
  }, async () => {
    const property = fc.asyncProperty(fc.tuple(answers, scripts(true), fc.boolean()), (script) =>
      run(script, { retry }, async (client, server) => {
        const { text, thinking, restarts, error } = await obeying(client.sendMessageStream("Count"));
        expect(restarts).toBe(0);
        if (error === undefined) {
          expect([text, thinking]).toEqual([textIn(server.parts, false), textIn(server.parts, true)]);
          expect(client.history).toEqual([prompt, { role: "model", parts: server.parts }]);
        } else {
          expect(server.canRestart).toBe(true);
          expect(asGeminiError(error).partial).toMatchObject({ text, thinking });
          expect(client.history).toEqual([]);
        }
      }),
    );
    await fc.assert(property, runs);
  });
});
