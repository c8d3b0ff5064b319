import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { installFixture, installLimitMs } from "../packages/install-fixture.ts";
import { runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";
import { allPrograms, compilePrograms, expectPrinted, usesOtherClient } from "./programs.ts";

// The versions come from the lockfile of the fixture and are downloaded unless npm has them in its cache.
const fixture = join(root, "tests/packages/other-clients");
const folder = join(inject("consumer"), "other-clients");
const programs = allPrograms.filter(usesOtherClient);

beforeAll(async () => {
  await installFixture(fixture, folder);
  for (const [index, { code }] of programs.entries()) await writeFile(join(folder, `program-${index}.ts`), code);
  await compilePrograms(folder, { lib: ["ES2022", "DOM"] });
}, installLimitMs);

test("lists all programs", () => {
  expect(programs.map(({ heading }) => heading)).toEqual(["@google/genai", "The AI SDK (ai, @ai-sdk/google)"]);
});

test.each(programs.map(({ heading, printed }, index) => [heading, index, printed] as const))(
  "the program compiles, and prints what its comments say: %s",
  async (_, index, printed) =>
    expectPrinted(await runToSuccess(process.execPath, [`program-${index}.js`], folder), printed),
);

/** What the clients do for their users, a line for each. */
const USES = {
  "google-genai.mjs": [
    "once: Hello.",
    "stream: one two three",
    "chat: You are Ann. 4",
    "automatic function calling: It rains in Oslo.",
    "json: Rhine",
    "list: true",
    "countTokens: true",
  ],
  "ai-sdk.mjs": [
    "text: Hello.",
    "stream: one two three",
    "tools: It rains in Oslo. 2",
    "object: Rhine",
    "retry: Again.",
  ],
};

test.each(Object.entries(USES))("everything that the client does works: %s", async (name, lines) => {
  await copyFile(join(fixture, name), join(folder, name));
  expect((await runToSuccess(process.execPath, [name], folder)).trim().split("\n")).toEqual(lines);
});
