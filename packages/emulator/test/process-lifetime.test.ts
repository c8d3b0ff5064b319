import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const source = JSON.stringify(pathToFileURL(`${import.meta.dirname}/../dist/index.js`).href);
const ask = `fetch(url + "/v1beta/models/gemini-3.5-flash-lite:generateContent", {
  method: "POST",
  headers: { "x-goog-api-key": "fake-key" },
  body: JSON.stringify({ contents: [{ parts: [{ text: "What is 2+2?" }] }] }),
}).then((response) => response.text())`;

interface Ended {
  readonly exitCode: number | string | null | undefined;
  /** Whether it ran until the limit. */
  readonly killed: boolean;
  readonly stdout: string;
}

/** Runs a program that starts an emulator. It is killed if it does not end. */
function run(program: string): Promise<Ended> {
  const start = `import { createEmulator } from ${source};
const emulator = createEmulator();
const url = await emulator.listen();
`;
  return new Promise((resolve) => {
    const flags = ["--input-type=module", "--eval", start + program];
    execFile(process.execPath, flags, { timeout: 25_000, killSignal: "SIGKILL" }, (error, stdout) => {
      resolve({ exitCode: error ? error.code : 0, killed: error?.killed ?? false, stdout });
    });
  });
}

test("a test run ends by itself if an emulator is not closed", async () => {
  const program = `import { test } from "node:test";
test("asks", async () => {
  const text = await ${ask};
  if (!text.includes("2 + 2 = 4.")) throw new Error(text);
});`;
  expect(await run(program)).toMatchObject({ exitCode: 0, killed: false });
});

test("a client that waits for a slow answer still gets it, if nothing else keeps the process running", async () => {
  const program = `emulator.next({ delayMs: 200, drip: { bytes: 100, everyMs: 20 } });
console.log((await ${ask}).includes("2 + 2 = 4."));`;
  expect(await run(program)).toEqual({ exitCode: 0, killed: false, stdout: "true\n" });
});

test("close() resolves, if nothing else keeps the process running", async () => {
  const program = `await ${ask};
await emulator.close();
console.log("closed");`;
  expect(await run(program)).toEqual({ exitCode: 0, killed: false, stdout: "closed\n" });
});

test("with keepProcessAlive, a program that only listens serves other processes", async () => {
  const program = `import { createEmulator } from ${source};
process.on("beforeExit", () => console.log("it ends"));
console.log(await createEmulator({ keepProcessAlive: true }).listen());`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program]);
  onTestFinished(() => void child.kill());
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value: url } = await lines.next();
  for (const _request of [1, 2]) {
    const response = await fetch(`${url}/v1beta/models`, {
      headers: { "x-goog-api-key": "fake-key", connection: "close" },
    });
    expect(response.status).toBe(200);
    await response.text();
  }
  child.kill();
  expect(await lines.next()).toMatchObject({ done: true });
});
