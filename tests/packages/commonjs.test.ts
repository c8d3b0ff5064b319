import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { run } from "../run.ts";

const program = `
const { GeminiClient } = require("gemini-ts");
const { createEmulator } = require("@gemini-ts/emulator");
const client = new GeminiClient({ apiKey: "fake-key", fetch: createEmulator().fetch });
client.generate("What is 2+2?").then(({ text }) => console.log(text));
`;

test("a CommonJS program gets the packages by require()", async () => {
  const file = join(inject("consumer"), "program.cjs");
  await writeFile(file, program);
  const { exitCode, stdout, stderr } = await run(process.execPath, [file], inject("consumer"));
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toContain("4");
});

test.each(inject("packages"))("CommonJS can require $name", async ({ name }) => {
  const program = `console.log(Object.keys(require("${name}")).length > 0)`;
  const ending = await run(process.execPath, ["-e", program], inject("consumer"));
  expect(ending).toEqual({ exitCode: 0, stdout: "true\n", stderr: "" });
});
