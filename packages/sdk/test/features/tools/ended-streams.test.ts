import type { Fault } from "@gemini-ts/emulator";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Chat, isGeminiError, type StandardJsonSchema, type Tool, tool } from "../../../src/index.ts";
import { gate } from "../../client/support/told.ts";
import { ManualClock } from "../../support/platform.ts";
import { type Agent, calls, counted, startAgent } from "./support/agent.ts";

const ENDINGS = ["break", "cancel", "keepPartial", "return", "abort", "close", "deadline"] as const;
type Ending = (typeof ENDINGS)[number];

/** What the model answers before and between the functions: text and calls in one event or in several, one round or two. */
const SCRIPTS: readonly (readonly Fault[])[] = [
  [calls("quick", "checked")],
  [{ text: "I work. ", functionCall: { name: "quick", args: {} } }, calls("slow", "quick")],
  [calls("quick"), calls("asked", "checked")],
  [{ events: [event({ text: "One. " }), event(call("quick")), event(call("slow")), event({ text: "Two." }, "STOP")] }],
  [calls("human", "quick")],
  [calls("asked", "asked")],
];

interface Case {
  readonly script: number;
  readonly ending: Ending;
  /** The chunk, call of the program's code or event at which the stream is ended, counted from 0. */
  readonly moment: number;
  /** The turns of the microtask queue after that moment. */
  readonly later: number;
  /** Whether the program resumes as soon as it has ended the stream, instead of when the loop has ended. */
  readonly isHasty: boolean;
}

const someCase: fc.Arbitrary<Case> = fc.record({
  script: fc.nat({ max: SCRIPTS.length - 1 }),
  ending: fc.constantFrom(...ENDINGS),
  moment: fc.nat({ max: 30 }),
  later: fc.oneof(fc.constant(0), fc.nat({ max: 20 })),
  isHasty: fc.boolean(),
});

/** Cases in which the loop itself resumes the chat, which random ones hardly reach. */
const RESUMED_IN_THE_LOOP: [Case][] = [
  [{ script: 5, ending: "cancel", moment: 8, later: 0, isHasty: true }],
  [{ script: 4, ending: "keepPartial", moment: 9, later: 0, isHasty: true }],
  [{ script: 2, ending: "return", moment: 14, later: 0, isHasty: true }],
  [{ script: 2, ending: "abort", moment: 29, later: 0, isHasty: true }],
];

test("F288 F289 wherever and however a stream ends, the chat, its contents and a fork agree, and no function runs twice", async () => {
  const seen = { early: 0, ended: 0 };
  await fc.assert(
    fc.asyncProperty(someCase, async (one) => {
      const run = await startRun(one);
      await run.read();
      const { agent, chat, ended, isClosed } = run;
      if (run.early) {
        seen.early += 1;
        await run.early;
      } else if (ended && run.hasStopped()) {
        seen.ended += 1;
        expect(outlineOf(chat)).toEqual(ended);
      }
      expectAgreement(agent, chat, run.tools, isClosed());
      let last = chat;
      if (isClosed()) last = agent.client({ tools: run.tools }).chat({ history: chat.contents });
      if (last.canResume) await finish(last);
      run.settle();
      expect([last.canResume, last.pending, last.contents]).toEqual([false, [], last.history]);
      expect((await last.sendMessage("canary-next")).text).toBe("Done.");
      expect(new Set(run.ids).size).toBe(run.ids.length);
      expect(agent.emulator.calls.filter(({ status }) => status === 400)).toEqual([]);
    }),
    { numRuns: 40, seed: 1, examples: RESUMED_IN_THE_LOOP },
  );
  expect(seen.early).toBe(RESUMED_IN_THE_LOOP.length);
  expect(seen.ended).toBeGreaterThan(10);
});

/** A stream that ends at the moment of the case. */
async function startRun({ script, ending, moment, later, isHasty }: Case) {
  const clock = new ManualClock();
  const agent = await startAgent([], { platform: { clock } });
  const answers = [...(SCRIPTS[script] ?? [])];
  for (const operation of ["generateContent", "streamGenerateContent"]) {
    agent.emulator.on({ operation }, () => answers.shift() ?? { text: "Done." });
  }
  const aborting = new AbortController();
  const held = gate();
  let moments = 0;
  let breaks = false;
  /** Whether the stream was ended, in a way that ends functions too. */
  let isLeft = false;
  let isClosed = false;
  let ended: unknown;
  let early: Promise<unknown> | undefined;
  let isEnded = false;
  let isOver = false;
  let failure: unknown;

  const end = () => {
    if (isOver) return;
    isEnded = true;
    isLeft = ending !== "break" && ending !== "deadline";
    if (ending === "break") breaks = true;
    else if (ending === "cancel") stream.cancel();
    else if (ending === "keepPartial") stream.cancel({ keepPartial: true });
    else if (ending === "return") void iterator.return?.();
    else if (ending === "abort") aborting.abort();
    else if (ending === "deadline") clock.advance(60_000);
    else {
      isClosed = true;
      void client.close();
    }
    if (ending !== "break") ended = outlineOf(chat);
  };
  const reach = (isInLoop = false): Promise<void> | undefined => {
    if (moments++ !== moment) return undefined;
    if (later === 0) {
      end();
      if (isInLoop && isHasty && chat.canResume && !isClosed && ending !== "deadline") early = finish(chat);
      return undefined;
    }
    return turnsOf(later).then(end);
  };

  const quick = counted("quick", () => {
    void reach();
    return "done";
  });
  const slow = counted("slow", async () => {
    const isResumed = isEnded;
    void reach();
    // Long enough that the other functions return meanwhile.
    for (let turn = 0; turn < 100 && !isLeft; turn += 1) await Promise.resolve();
    if (isLeft && !isResumed) await held.opened;
    return "late";
  });
  const asked = counted("asked", undefined, { needsApproval: true });
  const checked = counted("checked", undefined, { parameters: schemaOf(() => void reach()) });
  const human = tool({ name: "human", description: "Asks a person." });
  const tools = [quick.tool, slow.tool, asked.tool, checked.tool, human];
  const approve = () => {
    void reach();
    return "allow" as const;
  };
  const onEvent = () => void reach();
  const client = agent.steppedClient({ tools, timeout: 60_000, model: "gemini-3.8-flash", onEvent });
  const chat = client.chat();
  const stream = chat.sendMessageStream("canary", { signal: aborting.signal, toolLoop: { approve } });
  const iterator = stream[Symbol.asyncIterator]();

  const read = async () => {
    try {
      for await (const _ of { [Symbol.asyncIterator]: () => iterator }) {
        void reach(true);
        isLeft ||= breaks;
        if (breaks) break;
      }
    } catch (error) {
      if (!isGeminiError(error)) throw error;
      failure = error.code;
    }
    isOver = true;
  };
  // While functions run, there is no deadline.
  const hasStopped = () => isEnded && (ending !== "deadline" || failure === "timeout");
  return {
    agent,
    chat,
    tools,
    read,
    hasStopped,
    isClosed: () => isClosed,
    get ended() {
      return ended;
    },
    get early() {
      return early;
    },
    /** Lets the function return that still runs, and the model answer with text from now on. */
    settle: () => {
      held.open();
      answers.length = 0;
    },
    get ids() {
      return [quick, slow, asked, checked].flatMap(({ ids }) => ids);
    },
  };
}

/** Resumes until the exchange has its answer: approves calls, and gives the results that nothing else gives. */
async function finish(chat: Chat): Promise<void> {
  while (chat.canResume) {
    const waiting = chat.pending.filter(({ name }) => name === "human");
    const results = Object.fromEntries(waiting.map(({ callId }) => [callId, "by hand"]));
    await chat.resume({ results, toolLoop: { approve: () => "allow" } });
  }
}

/** What must not change once the stream was ended. A function that still runs can return, so results are left out. */
function outlineOf(chat: Chat): unknown {
  const pending = chat.pending.filter(({ reason }) => reason !== "interrupted").map(({ callId }) => callId);
  const contents = chat.contents.map(({ role, parts = [] }) => [
    role,
    parts.map((part) => part.functionCall ?? part.text),
  ]);
  return { canResume: chat.canResume, history: chat.history, pending, contents };
}

function expectAgreement(agent: Agent, chat: Chat, tools: readonly Tool[], isClosed: boolean): void {
  const stored = JSON.stringify(chat.contents);
  const copy = agent.client({ tools }).chat({ history: JSON.parse(stored) });
  expect(JSON.stringify(copy.contents)).toBe(stored);
  expect(copy.canResume).toBe(chat.canResume);
  const waiting = chat.pending.filter(({ reason }) => reason !== "interrupted");
  expect(copy.pending.map(({ callId }) => callId)).toEqual(waiting.map(({ callId }) => callId));
  if (waiting.length > 0) expect(JSON.stringify(copy.history)).toBe(JSON.stringify(chat.history));
  if (!chat.canResume) expect(chat.contents).toEqual(chat.history);
  if (isClosed) return;
  const fork = chat.fork();
  expect([fork.canResume, fork.contents]).toEqual([false, chat.history]);
}

/** A schema that takes all arguments, after a while. */
function schemaOf(onCheck: () => void): StandardJsonSchema<{ input?: string }, { input?: string }> {
  const validate = async (value: unknown) => {
    onCheck();
    await turnsOf(3);
    return { value: value as { input?: string } };
  };
  return {
    "~standard": { version: 1, vendor: "own", validate, jsonSchema: { input: () => ({ type: "object" }) } },
  };
}

async function turnsOf(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

function event(part: object, finishReason?: string): object {
  return {
    candidates: [{ content: { role: "model", parts: [part] }, index: 0, ...(finishReason && { finishReason }) }],
  };
}

function call(name: string): object {
  return { functionCall: { name, args: {} } };
}
