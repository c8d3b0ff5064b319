import type { Fault } from "@gemini-ts/emulator";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Chat, GeminiError, GenerateContentResponse } from "../../../src/index.ts";
import { isGeminiError } from "../../../src/index.ts";
import { gate } from "../../client/support/told.ts";
import { ways } from "../../client/support/ways.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

/** One thing that a program does with a chat, and what the model does meanwhile. */
type Action =
  | {
      readonly kind: "send" | "resume";
      readonly rounds: readonly Round[];
      readonly ending: Ending;
      readonly streamed: boolean;
    }
  | { readonly kind: "discard" }
  | { readonly kind: "rewind" }
  | { readonly kind: "fork" }
  | { readonly kind: "store" };

/** The functions that the model calls in one response. */
type Round = readonly ("work" | "fail" | "human" | "unknown" | "hang")[];
type Ending = "answer" | "error" | "cut";

const round: fc.Arbitrary<Round> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant("work" as const) },
    { weight: 2, arbitrary: fc.constantFrom("fail" as const, "unknown" as const) },
    { weight: 1, arbitrary: fc.constantFrom("human" as const, "hang" as const) },
  ),
  { minLength: 1, maxLength: 3 },
);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom("send" as const, "resume" as const),
      rounds: fc.array(round, { maxLength: 3 }),
      ending: fc.constantFrom<Ending>("answer", "answer", "error", "cut"),
      streamed: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ kind: "discard" } as const, { kind: "rewind" } as const, { kind: "fork" } as const),
  },
  {
    weight: 2,
    arbitrary: fc.constant({ kind: "store" } as const),
  },
);

const endings: Readonly<Record<Ending, Fault>> = {
  answer: { text: "Done." },
  error: { status: 500 },
  cut: { text: "Half", cutAfterBytes: 20 },
};

/** Failures that the actions provoke. Google (the emulator) refuses a request that it does not take with `invalid_request`. */
const EXPECTED = [
  "server_error",
  "stream_interrupted",
  "aborted",
  "exchange_open",
  "no_open_exchange",
  "tool_rounds_exceeded",
];

test.each(ways)(
  "F132 F134 F230 any sequence leaves a history that Google takes and runs no call twice, on $way",
  async (way) => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 8 }), async (actions) => {
        const agent = await startAgent([], { way });
        let script: Fault[] = [];
        for (const operation of ["generateContent", "streamGenerateContent"]) {
          agent.emulator.on({ operation }, () => script.shift() ?? { text: "Done." });
        }
        let hanging = gate();
        const hang = counted("hang", () => {
          hanging.open();
          return new Promise(() => {});
        });
        const fail = counted("fail", () => Promise.reject(new Error("no")));
        const work = counted("work");
        const human = counted("human", undefined, { execute: undefined });
        const tools = [work, fail, human, hang].map(({ tool }) => tool);
        const client = agent.client({ tools, toolLoop: { maxRounds: 2 } });
        let chat = client.chat();

        for (const one of actions) {
          const before = JSON.stringify(chat.history);
          const endsWithResults = chat.history.at(-1)?.role === "user";
          if (one.kind === "discard") chat.discard();
          else if (one.kind === "rewind") chat.rewind();
          else if (one.kind === "fork") chat = chat.fork();
          else if (one.kind === "store") {
            const stored = JSON.stringify(chat.contents);
            chat = client.chat({ history: JSON.parse(stored) });
            expect(JSON.stringify(chat.contents)).toBe(stored);
          } else {
            script = [...one.rounds.map((names) => calls(...names)), endings[one.ending]];
            hanging = gate();
            const outcome = await settle(chat, one.kind, one.streamed, hanging.opened);
            if (isGeminiError(outcome)) {
              expect(EXPECTED).toContain(outcome.code);
              // A stored exchange that has all results is opened when it is resumed, and is no history then.
              if (!endsWithResults) expect(JSON.stringify(chat.history)).toBe(before);
            } else if (outcome.pending.length > 0) {
              expect(chat.pending).toEqual(outcome.pending);
              if (!endsWithResults) expect(JSON.stringify(chat.history)).toBe(before);
            } else expect(chat.history.at(-1)?.role).toBe("model");
          }
        }

        const ids = [work, fail, hang].flatMap((counter) => counter.ids);
        expect(new Set(ids).size).toBe(ids.length);
        // The chat can always go on.
        script = [];
        chat.discard();
        expect((await chat.sendMessage("canary-last")).text).toBe("Done.");
        const refused = agent.emulator.calls.filter(({ status }) => status === 400);
        expect(refused).toEqual([]);
      }),
      { numRuns: 10, seed: 1 },
    );
  },
);

/** Sends or resumes; aborts as soon as a function hangs. */
async function settle(
  chat: Chat,
  kind: "send" | "resume",
  streamed: boolean,
  hanging: Promise<void>,
): Promise<GenerateContentResponse | GeminiError> {
  const aborting = new AbortController();
  void hanging.then(() => aborting.abort());
  const { signal } = aborting;
  const results = Object.fromEntries(
    chat.pending.filter(({ reason }) => reason === "result").map(({ callId }) => [callId, "canary"]),
  );
  const run = () => {
    if (kind === "send")
      return streamed
        ? chat.sendMessageStream("canary", { signal }).response()
        : chat.sendMessage("canary", { signal });
    return streamed ? chat.resumeStream({ signal, results }).response() : chat.resume({ signal, results });
  };
  try {
    return await run();
  } catch (error) {
    if (isGeminiError(error)) return error;
    throw error;
  }
}
