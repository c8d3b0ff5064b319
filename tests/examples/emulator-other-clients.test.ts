import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { installFixture, installLimitMs } from "../packages/install-fixture.ts";
import { root } from "../workspace.ts";
import { compileSnippets, otherSnippets, runSnippet } from "./emulator-readme-snippets.ts";

// The versions come from the lockfile of the fixture and are downloaded unless npm has them in its cache.
const folder = join(inject("consumer"), "other-clients");

beforeAll(async () => {
  await installFixture(join(root, "tests/packages/other-clients"), folder);
  // The declarations of other packages are not ours to check.
  await compileSnippets(otherSnippets, folder, { skipLibCheck: true, lib: ["ES2022", "DOM"] });
}, installLimitMs);

test("the snippets are these", () => {
  expect(otherSnippets.map(({ heading }) => heading)).toEqual(["@google/genai", "The AI SDK (ai, @ai-sdk/google)"]);
});

test.each(otherSnippets.map(({ heading }, index) => [heading, index] as const))(
  "the snippet compiles, and prints what its comments say: %s",
  (_, index) => runSnippet(otherSnippets, index, folder),
);
