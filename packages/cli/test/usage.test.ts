import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { MAX_STDIN_BYTES } from "../src/prompt/read-stdin.ts";
import { runCommand, startCommand } from "./support/run-command.ts";
import { startEmulator, writeLogin } from "./support/servers.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

test("--help names the default models", async () => {
  const { emulator, url, env } = await startEmulator();
  await runCommand(["hi"], { env });
  const login = { CODE_ASSIST_ENDPOINT: url, GEMINI_TS_OAUTH_TOKEN_URL: `${url}/token` };
  await runCommand(["--credentials", writeLogin(emulator), "hi"], { env: login });
  const models = emulator.calls.flatMap(({ model }) => model ?? []);
  expect(models).toHaveLength(2);
  const { stdout } = await runCommand(["--help"]);
  expect(stdout.replace(/\s+/g, " ")).toContain(`else ${models[0]}; ${models[1]} on code-assist)`);
});

test("F90 --help explains every option and exit code, with examples, and so does the README", async () => {
  const { exitCode, stdout, stderr } = await runCommand(["--help"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const flags = [
    "model",
    "system",
    "temperature",
    "max-output-tokens",
    "thinking-budget",
    "thinking-level",
    "show-thinking",
    "json",
    "schema",
  ];
  for (const flag of [
    ...flags,
    "fallback-model",
    "backend",
    "credentials",
    "proxy",
    "stdin",
    "no-stdin",
    "no-retry",
    "offline",
    "offline-fallback",
    "version",
    "help",
  ]) {
    expect(stdout).toContain(`--${flag} `);
  }
  expect(stdout).toMatch(/Examples:\n {2}gemini-ts "/);
  for (const code of [0, 1, 2, 3, 4, 5, 6, 130, 143]) {
    expect(stdout).toMatch(new RegExp(`^ {2}${code} +\\w`, "m"));
    expect(read("../README.md")).toMatch(new RegExp(`^\\| ${code} +\\| \\w`, "m"));
  }
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("--help says that --fallback-model also helps against rate limits", async () => {
  const { stdout } = await runCommand(["--help"]);
  const [, text = ""] = /--fallback-model <name>([\s\S]*?)\n +-/.exec(stdout) ?? [];
  expect(text.replace(/\s+/g, " ")).toContain("or still rate limited after its retries");
});

test("--version prints the package's version", async () => {
  const { version } = JSON.parse(read("../package.json"));
  expect(await runCommand(["--version"])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: "" });
});

test.each([
  ["no words and nothing piped", []],
  ["an empty prompt", [""]],
  ["a blank prompt with options", ["--offline", "  "]],
])("%s prints the help on stderr and exits with 2", async (_name, words) => {
  const { exitCode, stdout, stderr } = await runCommand(words);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toMatch(/^Usage: gemini-ts \[options\]/);
});

test.each([
  [["--modle", "x", "hi"], "Unknown option '--modle'.", "Did you mean --model?"],
  [["--model"], "Option '-m, --model <name>' argument missing.", "--help"],
  [["--temperature", "hot", "hi"], "'hot' is invalid. It takes a number, from 0 to 2.", "--help"],
  [["--temperature", "2.5", "hi"], "'2.5' is invalid. It takes a number, from 0 to 2.", "--help"],
  [["--temperature", "", "hi"], "'' is invalid. It takes a number, from 0 to 2.", "--help"],
  [["--max-output-tokens", "0", "hi"], "'0' is invalid. It takes a whole number, 1 or more.", "--help"],
  [["--max-output-tokens", "1e3", "hi"], "'1e3' is invalid. It takes a whole number, 1 or more.", "--help"],
  [["--thinking-budget", "-2", "hi"], "'-2' is invalid. It takes a whole number, -1 or more.", "--help"],
  [["--thinking-budget", "1.5", "hi"], "'1.5' is invalid. It takes a whole number, -1 or more.", "--help"],
  [["--backend", "openai", "hi"], "Allowed choices are code-assist, gemini-api, vertex.", "--help"],
  [["--offline", "--backend", "vertex", "hi"], "--offline and --backend exclude each other", "Remove one of them."],
  [["--offline", "--credentials", "x", "hi"], "--offline and --credentials exclude each other", "Remove one"],
  [["--credentials", "x", "--backend", "vertex", "hi"], "--credentials and --backend vertex exclude", "Remove one"],
  [["--thinking-level", "much", "hi"], "Allowed choices are minimal, low, medium, high, xhigh", "--help"],
  [["--thinking-level", "low", "--thinking-budget", "5", "hi"], "--thinking-level exclude each other", "Remove one"],
  [["--show-thinking", "--thinking-budget", "0", "hi"], "--thinking-budget 0 exclude each other", "Remove one"],
  [["--offline", "--model", "no model", "hi"], "The value of --model cannot be used.", "It takes a model name"],
  [["--offline", "--system", "", "hi"], "The value of --system cannot be used.", "It takes a non-empty string"],
  [["-5 + 3"], "Unknown option '-5 + 3'.", "put -- before a prompt that starts with a dash"],
])("%j is refused in two lines, exit code 2", async (words, failed, remedy) => {
  const { exitCode, stdout, stderr } = await runCommand(words);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  const lines = stderr.split("\n");
  expect(lines).toEqual([expect.stringContaining(failed), expect.stringContaining(remedy), ""]);
});

test.each([
  [
    ["--thinking-budget", "999999"],
    'does not accept this --thinking-budget.\nUse --thinking-level: "LOW", "MEDIUM", "HIGH".\n',
  ],
  [["--thinking-level", "xhigh"], "does not accept this --thinking-level.\nUse --thinking-level: "],
  [["--thinking-level", "low", "--model", "gemini-2.5-pro"], "this --thinking-level.\nUse --thinking-budget: -1, or "],
])("F273 if the model does not accept %j, the failure names flags only", async (words, text) => {
  const { exitCode, stderr } = await runCommand(["--offline", ...words, "hi"]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(text) });
});

test("F273 an option that the model ignores is named as its flag", async () => {
  const { stderr } = await runCommand(["--offline", "--temperature", "1", "Say hello"]);
  expect(stderr).toBe('Warning: The model "gemini-3.8-flash" ignores --temperature.\n');
});

test("a thinking level may be in upper case, as Google writes it", async () => {
  expect(await runCommand(["--offline", "--thinking-level", "LOW", "Say hello"])).toMatchObject({ exitCode: 0 });
});

describe("F90 stdin that cannot be a prompt", () => {
  test("longer than the limit", async () => {
    const { exitCode, stdout, stderr } = await runCommand(["--offline", "hi"], {
      stdin: "x".repeat(MAX_STDIN_BYTES + 1),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^Standard input is longer than 8 MiB\.\nPipe only a part.*\n$/);
  });

  test.each([
    ["NUL bytes", new Uint8Array([0x68, 0x00, 0x69])],
    ["another encoding", new Uint8Array([0x6e, 0x61, 0xef, 0x76, 0x65])],
    ["half a character at the end", new Uint8Array([0x68, 0xc3])],
  ])("%s", async (_name, stdin) => {
    const { exitCode, stdout, stderr } = await runCommand(["--offline", "hi"], { stdin });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/^Standard input is not UTF-8 text\.\nPipe text.*\n$/);
  });

  test("endless input is refused as soon as its first bytes are not text", async () => {
    const running = startCommand(["--offline", "hi"], { stdin: null });
    running.stdin.write(new Uint8Array(1024));
    expect(await running.ended).toMatchObject({ exitCode: 2, stdout: "" });
  });

  test("waits for silent input and says so", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const running = startCommand(["--offline", "What is"], { stdin: null });
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    vi.runAllTimers();
    vi.useRealTimers();
    await running.untilStderr("Reading standard input until it ends");
    running.stdin.end("2+2?");
    expect(await running.ended).toMatchObject({ exitCode: 0, stdout: "2 + 2 = 4.\n" });
  });
});
