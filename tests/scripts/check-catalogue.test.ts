import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

// On days that are far away, so that the test does not depend on today.
test.each([
  ["2020-01-01", 0, /^0 of \d+ entries are older than 120 days on 2020-01-01\.\n$/],
  ["2099-01-01", 1, /^checked 20\d\d-\d\d-\d\d: gemini-4-argon\n[\s\S]*\n(\d+) of \1 entries are older/],
])("check:catalogue on %s", async (day, exitCode, stdout) => {
  const checked = await run(process.execPath, [join(root, "scripts/check-catalogue.mjs"), day], root);
  expect(checked).toMatchObject({ exitCode, stdout: expect.stringMatching(stdout) });
});

test("check:catalogue accepts only a date", async () => {
  const checked = await run(process.execPath, [join(root, "scripts/check-catalogue.mjs"), "soon"], root);
  expect(checked).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringContaining('"soon" is no date') });
});
