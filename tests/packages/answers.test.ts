import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { run } from "../run.ts";

const consumer = inject("consumer");

const program = `
import { createEmulator } from "@gemini-ts/emulator";
import { GeminiClient, geminiApi } from "gemini-ts";

const emulator = createEmulator();
const baseUrl = await emulator.listen();
const client = new GeminiClient({ backend: geminiApi({ apiKey: "fake-key", baseUrl }) });
console.log((await client.sendMessage("What is 2+2?")).text);
await client.close();
await emulator.close();
`;

test("the installed packages answer in a program", async () => {
  await writeFile(join(consumer, "program.mjs"), program);
  const { exitCode, stdout, stderr } = await run(process.execPath, ["program.mjs"], consumer);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain("4");
});

test("the installed command answers", async () => {
  const { exitCode, stdout } = await run("npx", ["gemini-ts", "--offline", "What is 2+2?"], consumer);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("4");
});
