import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { compileSnippets, ownSnippets, runSnippet } from "./emulator-readme-snippets.ts";

const folder = join(inject("consumer"), "emulator-readme");

beforeAll(() => compileSnippets(ownSnippets, folder));

test("the snippets are these", () => {
  expect(ownSnippets.map(({ heading }) => heading)).toEqual([
    "@gemini-ts/emulator",
    "Say what it answers",
    "Script rounds of function calls",
    "Answer by prompt",
    "Fail if the script does not fit",
    "Look at the requests",
    "Return an error once",
    "Cut a stream",
    "Fail repeatedly",
    "Break a login",
    "Exhaust a quota",
    "Test your program with faults",
    "Test your program with a login",
    "Skip the waits that Google asks for",
  ]);
});

test.each(ownSnippets.map(({ heading }, index) => [heading, index] as const))(
  "the snippet compiles, and prints what its comments say: %s",
  (_, index) => runSnippet(ownSnippets, index, folder),
);
