import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../../..");

interface Report {
  readonly requests: number;
  readonly heldMegabytes: readonly number[];
  readonly listeners: number;
  readonly openHandles: readonly string[];
  readonly warnings: readonly string[];
}

/** Runs the soak on the built package, as `npm run soak` does with more requests. */
function soak(...words: string[]): Promise<{ readonly exitCode: number | null; readonly report: Report }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ["scripts/soak.mjs", ...words],
      { cwd: root },
      (_error, stdout, stderr) => {
        expect(stderr).toBe("");
        resolve({ exitCode: child.exitCode, report: JSON.parse(stdout) as Report });
      },
    );
  });
}

test.each([
  ["node:http", ["--requests", "3000"]],
  ["fetch", ["--requests", "1500", "--fetch"]],
])("F87 many requests of every ending over %s: flat heap, and nothing left open", async (_transport, words) => {
  const { exitCode, report } = await soak(...words);
  expect(report).toMatchObject({ listeners: 0, openHandles: [], warnings: [] });
  expect(report.requests).toBeGreaterThan(Number(words[1]));
  const [, , half = 0, , end = 0] = report.heldMegabytes;
  expect(end - half).toBeLessThan(0.6);
  expect(exitCode).toBe(0);
});
