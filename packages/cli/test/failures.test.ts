import { createEmulator } from "@gemini-ts/emulator";
import { describe, expect, test } from "vitest";
import { createHome } from "./support/home.ts";
import { runCommand } from "./support/run-command.ts";
import { geminiApiAt, startAnswering, startEmulator, startServer, toEvent } from "./support/servers.ts";

const twoLines = /^[^\n]+\n[^\n]+\n$/;

/** Names that only a program can set: the SDK's options, without a flag. */
const programWords = /`(?:agent|project|error\b|\w*[a-z][A-Z])/;

/** A server that refuses with one of Google's errors. */
function startRefusing(status: number, error: object): Promise<Record<string, string>> {
  return startServer((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { code: status, message: "The message.", ...error } }));
  });
}

async function closedPort(): Promise<Record<string, string>> {
  const emulator = createEmulator();
  const url = await emulator.listen();
  await emulator.close();
  return geminiApiAt(url);
}

const failures: readonly (readonly [string, number, () => Promise<Record<string, string>>])[] = [
  ["an API key that Google does not know", 3, async () => (await startEmulator({ apiKeys: ["another"] })).env],
  ["a permission that is missing", 3, () => startRefusing(403, { status: "PERMISSION_DENIED" })],
  ["a model that does not exist", 2, async () => ({ ...(await startEmulator()).env, GEMINI_MODEL: "no-such-model" })],
  ["a request that Google calls invalid", 2, () => startRefusing(400, { status: "INVALID_ARGUMENT" })],
  ["a quota that is used up", 5, () => startRefusing(429, { status: "RESOURCE_EXHAUSTED" })],
  ["a server that failed", 6, () => startRefusing(500, { status: "INTERNAL" })],
  ["nobody at the address", 6, closedPort],
  ["a redirect", 6, () => startServer((_request, response) => response.writeHead(302, { location: "/" }).end())],
  ["a sign-in page of a proxy", 6, () => startServer((_request, response) => response.end("<html>Sign in</html>"))],
  ["a refused prompt", 4, () => startServer((_request, response) => response.end(refusedPrompt))],
  ["an answer without content", 4, () => startAnswering([])],
];
const refusedPrompt = `data: {"promptFeedback":{"blockReason":"SAFETY"}}\n\n`;

describe("a failure prints two lines on stderr and sets the exit code", () => {
  test.each(failures)("%s", async (_name, expected, start) => {
    const { exitCode, stdout, stderr } = await runCommand(["--no-retry", "hi"], { env: await start() });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: expected,
      stdout: "",
      stderr: expect.stringMatching(twoLines),
    });
    expect(stderr).not.toMatch(programWords);
  });

  test("says how long to wait if Google does", async () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "6.2s" }];
    const env = await startRefusing(429, { status: "RESOURCE_EXHAUSTED", details });
    expect((await runCommand(["--no-retry", "hi"], { env })).stderr).toMatch(/\nWait 7 seconds, then ask again\.\n$/);
  });

  test("prints nothing on stdout with --json", async () => {
    const env = await startRefusing(429, { status: "RESOURCE_EXHAUSTED" });
    const { exitCode, stdout, stderr } = await runCommand(["--no-retry", "--json", "hi"], { env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: "" });
    expect(stderr).toMatch(twoLines);
  });

  test("starts on a new line after a partial answer", async () => {
    const env = await startServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(toEvent({ content: { parts: [{ text: "half an ans" }] } }));
    });
    const { exitCode, stdout, stderr } = await runCommand(["--no-retry", "hi"], { env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 6, stdout: "half an ans\n" });
    expect(stderr).toMatch(twoLines);
    expect(stderr).not.toContain("error.partial");
    const json = await runCommand(["--no-retry", "--json", "hi"], { env });
    expect(json).toEqual({ exitCode: 6, stdout: "", stderr });
    expect(stderr).toContain("unless you used --json");
  });

  test("warns before them if the available models cannot be listed", async () => {
    const env = await startServer((request, response) => {
      const status = request.method === "POST" ? 404 : 500;
      response.writeHead(status).end(JSON.stringify({ error: { code: status, message: "The message." } }));
    });
    const { exitCode, stderr } = await runCommand(["--no-retry", "hi"], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^Warning: .{1,80}\n[^\n]+\n[^\n]+\n$/);
  });

  test("names an option by its flag, also if one of several values is invalid", async () => {
    const { exitCode, stderr } = await runCommand(["--fallback-model", "a b", "hi"], { env: await closedPort() });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/^The value of --fallback-model cannot be used\.\nIt takes a model name/),
    });
  });

  test("F1 F4 suggests other backends by their flags if the login file is unusable", async () => {
    for (const path of [`${createHome()}/none.json`, "/dev/null"]) {
      const { exitCode, stderr } = await runCommand(["--credentials", path, "hi"], { env: {} });
      expect(exitCode).toBe(3);
      expect(stderr).toMatch(/--credentials.* --backend gemini-api with GEMINI_API_KEY .* --backend vertex/);
      expect(stderr).not.toMatch(programWords);
    }
  });

  test("says which options help if the answer consists of thinking only", async () => {
    const env = await startServer((_request, response) => {
      const thought = { content: { parts: [{ text: "hm", thought: true }] }, finishReason: "MAX_TOKENS" };
      response.writeHead(200, { "content-type": "text/event-stream" }).end(toEvent(thought));
    });
    const { exitCode, stdout, stderr } = await runCommand(["--no-retry", "hi"], { env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: "" });
    expect(stderr).toMatch(/^The answer has no text.*\nRaise --max-output-tokens, or lower --thinking-budget\.\n$/);
  });
});

test("prints the stack only if GEMINI_TS_DEBUG is set", async () => {
  const env = await closedPort();
  expect((await runCommand(["--no-retry", "hi"], { env })).stderr).not.toMatch(/^ +at /m);
  expect((await runCommand(["--no-retry", "hi"], { env: { ...env, GEMINI_TS_DEBUG: "1" } })).stderr).toMatch(/^ +at /m);
});

test("a failure quotes neither the prompt nor the key", async () => {
  const env = {
    ...(await startRefusing(400, { message: "bad", status: "INVALID_ARGUMENT" })),
    GEMINI_API_KEY: "fake-canary-key",
  };
  const { stderr } = await runCommand(["canary-prompt"], { env: { ...env, GEMINI_TS_DEBUG: "1" } });
  expect(stderr).not.toMatch(/canary/);
});
