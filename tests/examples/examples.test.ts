import { copyFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

const consumer = inject("consumer");

/** Runs an example as a user of the packed packages without an account does. */
async function runOffline(name: string, ...programArguments: string[]) {
  for (const file of ["offline.mjs", name]) await copyFile(join(root, "examples", file), join(consumer, file));
  return run(process.execPath, ["offline.mjs", name, ...programArguments], consumer);
}

async function runExample(name: string, ...programArguments: string[]) {
  const ending = await runOffline(name, ...programArguments);
  expect(ending.exitCode, ending.stderr).toBe(0);
  return ending;
}

describe("the examples", () => {
  test("are at most 40 lines each, and all of them stand below", async () => {
    const names = (await readdir(join(root, "examples"))).filter((name) => name.endsWith(".mjs"));
    const examples = ["01-ask.mjs", "02-stream.mjs", "03-conversation.mjs", "04-options.mjs", "05-backends.mjs"];
    expect(names.sort()).toEqual([...examples, "offline.mjs"]);
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
    expect(stdout).toMatch(/\[ '.+', '.+', '.+' \]\n$/);
    expect(stderr).toContain("generateContent: 200 in");
  });

  test.each(["gemini-api", "vertex", "code-assist"])("05-backends answers by %s", async (backend) => {
    const { stdout } = await runExample("05-backends.mjs", backend);
    expect(stdout).toBe(`${backend}: 2 + 2 = 4.\n`);
  });

  test("offline passes on how the example ended", async () => {
    const { exitCode, stderr } = await runOffline("05-backends.mjs", "no-such-backend");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Not one of gemini-api, vertex, code-assist: no-such-backend");
  });
});
