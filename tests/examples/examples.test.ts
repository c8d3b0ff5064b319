import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator } from "@gemini-ts/emulator";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

const consumer = inject("consumer");
const emulator = createEmulator();
const loginFile = join(consumer, "fake-login.json");
let environment: Record<string, string>;

beforeAll(async () => {
  const url = await emulator.listen();
  const login = emulator.login();
  await writeFile(loginFile, JSON.stringify(login), { mode: 0o600 });
  environment = {
    GEMINI_API_KEY: "fake-key",
    GOOGLE_GEMINI_BASE_URL: url,
    GOOGLE_VERTEX_BASE_URL: url,
    GOOGLE_CLOUD_PROJECT: "fake-project",
    VERTEX_ACCESS_TOKEN: login.access_token,
    CODE_ASSIST_ENDPOINT: url,
    CREDENTIALS_PATH: loginFile,
  };
});

afterAll(() => emulator.close());

/** Runs an example as a user of the packed packages does. */
async function runExample(name: string, ...programArguments: string[]) {
  await copyFile(join(root, "examples", name), join(consumer, name));
  const ending = await run(process.execPath, [name, ...programArguments], consumer, consumer, environment);
  expect(ending.exitCode, ending.stderr).toBe(0);
  return ending;
}

describe("the examples", () => {
  test("are at most 40 lines each, and all of them stand below", async () => {
    const names = (await readdir(join(root, "examples"))).filter((name) => name.endsWith(".mjs"));
    expect(names).toEqual(["01-ask.mjs", "02-stream.mjs", "03-conversation.mjs", "04-options.mjs", "05-backends.mjs"]);
    for (const name of names) {
      const text = await readFile(join(root, "examples", name), "utf8");
      expect(text.trimEnd().split("\n").length, name).toBeLessThanOrEqual(40);
    }
  });

  test("01-ask answers a question", async () => {
    const { stdout, stderr } = await runExample("01-ask.mjs", "What is 6 * 7?");
    expect(stdout).toContain("42");
    expect(stderr).toMatch(/\(\d+ tokens\)/);
  });

  test("02-stream prints the answer and what it cost", async () => {
    const { stdout } = await runExample("02-stream.mjs");
    expect(stdout).toMatch(/rivers[\s\S]*\n\nSTOP, \d+ tokens, by gemini-2.5-flash/);
  });

  test("03-conversation remembers, forks and forgets", async () => {
    const { stdout } = await runExample("03-conversation.mjs");
    const [remembered, counts, ...forgotten] = stdout.split("\n");
    expect(remembered).toBe("Your name is Alice.");
    expect(counts).toBe("the client holds 4 contents, its fork 6");
    expect(forgotten.join(" ")).not.toContain("Alice");
  });

  test("04-options thinks, answers, and gives JSON", async () => {
    const { stdout, stderr } = await runExample("04-options.mjs");
    expect(stdout).toMatch(/thinking: .*\S.*\nanswer: .*391/);
    expect(stdout).toContain("{");
    expect(stderr).toContain("generateContent: 200 in");
  });

  test.each(["gemini-api", "vertex", "code-assist"])("05-backends answers by %s", async (backend) => {
    const { stdout } = await runExample("05-backends.mjs", backend);
    expect(stdout).toBe(`${backend}: 2 + 2 = 4.\n`);
  });
});
