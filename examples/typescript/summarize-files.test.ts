// Tests the script with scripted failures. Run: node --test examples/typescript/summarize-files.test.ts (Node 22.18 or later)
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { createEmulator, type Emulator, type Fault } from "@gemini-ts/emulator";
import { summarizeFiles } from "./summarize-files.ts";

const names = Array.from("abcdefghijklmnopqrst", (letter) => `${letter}.txt`);
let folder: string;
let emulator: Emulator;

// A folder of 20 texts, and an emulator that summarizes each of them for 15 tokens.
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "summarize-files-"));
  for (const name of names) await writeFile(join(folder, name), `The text of ${name}`);
  emulator = createEmulator();
  emulator.on({}, ({ prompt }) => ({ text: `Summary of ${fileIn(prompt)}`, usage: { totalTokenCount: 15 } }));
});
afterEach(() => rm(folder, { recursive: true }));

const fileIn = (prompt = "") => prompt.split(" ").at(-1) ?? "";

function failOnce(faults: Readonly<Record<string, Fault>>) {
  for (const [name, fault] of Object.entries(faults)) emulator.on({ prompt: name, times: 1 }, fault);
}

async function run(concurrency: number, signal?: AbortSignal) {
  const log: string[] = [];
  const options = { apiKey: "fake-key", fetch: emulator.fetch, retry: { initialDelayMs: 1 }, signal };
  const missing = await summarizeFiles(folder, concurrency, options, (line) => log.push(line));
  return { missing, log };
}

/** The files that have a summary, the right one. */
async function summarized() {
  const files = (await readdir(folder)).flatMap((name) => (name.endsWith(".summary") ? name.slice(0, -8) : []));
  for (const file of files)
    assert.equal(await readFile(join(folder, `${file}.summary`), "utf8"), `Summary of ${file}\n`);
  return files.sort();
}

/** What a pattern finds in the lines of a log. */
function found(log: readonly string[], pattern: RegExp) {
  return log.flatMap((line) => pattern.exec(line)?.[1] ?? []);
}

test("summarizes all files although 7 of 27 calls fail, and says so", async () => {
  failOnce({
    "b.txt": { error: "per-minute", retryDelay: "10ms" },
    "d.txt": { error: "overloaded" },
    "e.txt": { error: "internal" },
    "g.txt": { reset: "before-headers" },
    "j.txt": { cutAfterBytes: 20 },
    "n.txt": { empty: true },
    "t.txt": { error: "internal", errorForm: "nginx" },
  });
  const { missing, log } = await run(3);
  assert.deepEqual([missing, await summarized(), emulator.calls.length], [0, names, 27]);
  emulator.assertAllUsed();

  assert.deepEqual(found(log, /^(.*), retrying in \d+ ms$/).sort(), [
    "b.txt: rate_limited",
    "d.txt: model_overloaded",
    "e.txt: server_error",
    "g.txt: connection_failed",
    "j.txt: stream_interrupted",
    "n.txt: empty_response",
    "t.txt: server_error",
  ]);
  const counts = Array.from(names, (_, index) => `${index + 1} of 20`);
  assert.deepEqual(found(log, /^(.*) done: /), counts);
  assert.deepEqual(found(log, / done: (.*)/).sort(), names);
  assert.equal(log.at(-1), "20 of 20 done, 300 tokens");
});

test("makes three calls at a time, and never more", { timeout: 60_000 }, async () => {
  const arrivals = new EventEmitter();
  const third = once(arrivals, "third");
  const running: number[] = [];
  async function request() {
    running.push(emulator.calls.filter(({ outcome }) => outcome === "pending").length);
    if (running.length === 3) arrivals.emit("third");
    await third;
    await readdir(folder); // as long as a fourth call would need to get here
    return undefined;
  }
  emulator = createEmulator({ intercept: { request } });
  await run(3);
  assert.deepEqual([running.length, Math.max(...running)], [20, 3]);
});

test("continues where a used-up quota stopped it", async () => {
  emulator.on({ call: 5, times: 1 }, { error: "per-day" });
  const { missing, log } = await run(1);
  assert.deepEqual([missing, emulator.calls.length, log.length], [16, 5, 6]);
  assert.match(log[4] ?? "", /^Stopped: .*day/);
  const doneBefore = await summarized();

  emulator.clearCalls();
  const again = await run(4);
  assert.equal(again.missing, 0);
  const asked = emulator.calls.map(({ prompt }) => fileIn(prompt));
  assert.deepEqual([...doneBefore, ...asked].sort(), names);
  assert.deepEqual([again.log[0]?.slice(0, 13), again.log.at(-1)], ["5 of 20 done:", "20 of 20 done, 240 tokens"]);
});

test("keeps the other summaries if some files fail for good", async () => {
  failOnce({
    "c.txt": { blocked: true },
    "h.txt": { text: "Summary of h.t", finishReason: "MAX_TOKENS" },
    "p.txt": { status: 400 },
  });
  const { missing, log } = await run(2);
  assert.deepEqual([missing, (await summarized()).length], [3, 17]);
  assert.deepEqual(found(log, /^(.*) failed: /).sort(), ["c.txt", "h.txt", "p.txt"]);
});

test("stops when it is interrupted, and keeps what is done", async () => {
  const interrupt = new AbortController();
  emulator.on({ call: 5 }, () => void interrupt.abort());
  const { missing, log } = await run(1, interrupt.signal);
  assert.deepEqual([missing, emulator.calls.length, (await summarized()).length], [16, 5, 4]);
  assert.match(log[4] ?? "", /^Stopped: /);
});
