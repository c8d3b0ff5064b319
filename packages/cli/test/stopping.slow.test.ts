import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { expect, test } from "vitest";
import { commandFile, startProcess } from "./support/command-process.ts";
import { cleanEnvironment, createHome } from "./support/home.ts";
import { startEmulator, startServer, toEvent } from "./support/servers.ts";

const longPrompt = "Write 300 words about rivers";

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)(
  "F89 %s in the middle of an answer stops it, ends the line, prints nothing else and exits with %i",
  async (signal, expected) => {
    const { emulator, env } = await startEmulator({ paceMs: 50 });
    const running = startProcess([longPrompt], { env });
    await running.untilStdout("rivers");
    running.child.kill(signal);
    const { exitCode, stdout, stderr } = await running.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: expected, stderr: "" });
    expect(stdout).toMatch(/[^\n]\n$/);
    await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
  },
);

test("F89 SIGINT stops a --json run without printing part of an object", async () => {
  const { emulator, env } = await startEmulator({ paceMs: 50 });
  const running = startProcess(["--json", longPrompt], { env });
  await expect.poll(() => emulator.calls[0]?.status).toBe(200);
  running.child.kill("SIGINT");
  expect(await running.ended).toEqual({ exitCode: 130, stdout: "", stderr: "" });
});

test("F89 SIGINT stops waiting for an answer", async () => {
  const { promise: asked, resolve: onAsked } = promiseOf<void>();
  const env = await startServer(() => onAsked());
  const running = startProcess(["hi"], { env });
  await asked;
  running.child.kill("SIGINT");
  expect(await running.ended).toEqual({ exitCode: 130, stdout: "", stderr: "" });
});

test("F89 SIGINT stops waiting for stdin", async () => {
  const running = startProcess(["--offline", "--stdin", "hi"], { stdin: null });
  await running.untilStderr("Reading standard input until it ends");
  running.child.kill("SIGINT");
  expect(await running.ended).toMatchObject({ exitCode: 130, stdout: "" });
});

test.each([
  ["F89", "stdout", "SIGINT", 130, []],
  ["F249", "stderr", "SIGINT", 130, ["--show-thinking"]],
  ["F249", "stderr", "SIGTERM", 143, ["--show-thinking"]],
] as const)("%s if nobody reads %s, %s ends the command with %i", async (_fault, unread, signal, expected, words) => {
  const { promise: answered, resolve: onAnswered } = promiseOf<void>();
  const env = await startServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    // More than a pipe holds, and the end never comes.
    for (let count = 0; count < 20; count += 1) {
      response.write(toEvent({ content: { parts: [{ text: "x".repeat(100_000), thought: unread === "stderr" }] } }));
    }
    onAnswered();
  });
  const child = spawn(process.execPath, [commandFile, ...words, "hi"], {
    env: cleanEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  await answered;
  // One byte shows that writing has begun; the rest stays in the pipe.
  await new Promise((resolve) => child[unread].once("readable", resolve));
  child.kill(signal);
  expect(await ended).toBe(expected);
  child[unread].destroy();
});

test.skipIf(process.platform === "win32")("F89 `| head -1` ends the command with 0 and without a word", async () => {
  const { emulator, env } = await startEmulator({ paceMs: 5 });
  const script = `{ "$0" "$1" "${longPrompt} in one line each"; echo "exit $?" >&2; } | head -c 20`;
  const child = spawn("/bin/sh", ["-c", script, process.execPath, commandFile], {
    env: cleanEnvironment(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (output.stderr += text));
  await new Promise((resolve) => child.on("close", resolve));
  expect(output).toEqual({ stdout: expect.stringMatching(/^.{20}$/), stderr: "exit 0\n" });
  await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
});

test.skipIf(process.platform !== "linux")("a full disk is a failure in two lines", async () => {
  const child = spawn(process.execPath, [commandFile, "--offline", "hi"], {
    env: cleanEnvironment(),
    cwd: createHome(),
    stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
  });
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => (stderr += text));
  const exitCode = await new Promise((resolve) => child.on("close", resolve));
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^The answer cannot be written to stdout \(ENOSPC\)\.\n[^\n]+\n$/);
});

function promiseOf<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
