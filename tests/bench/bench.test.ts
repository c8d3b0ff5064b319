import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-"));
});
afterEach(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly samples: readonly Readonly<Record<string, number | boolean>>[];
  readonly failure?: string;
}

// The row counts turns, not time, so that its number means something on a busy machine too.
test("the bench verifies and measures the client and the bare loops", async () => {
  const file = join(folder, "results.json");
  const benchArguments = ["--only", "microtasks", "--rounds", "1", "--json", file];
  await runToSuccess(process.execPath, [join(root, "bench/run.mjs"), ...benchArguments], folder);
  const { checks, rows } = JSON.parse(await readFile(file, "utf8"));
  const passed: Outcome = { samples: [{ verified: true }] };
  const everyone = { fetch: passed, "node-http": passed, "gemini-ts": passed };
  expect(checks).toEqual({ "check-stream": everyone, "check-whole": everyone });
  expect(rows.microtasks.fetch).toEqual({ samples: [{ turns: 0 }] });
  expect(rows.microtasks["gemini-ts"].samples[0].turns).toBeLessThanOrEqual(1);
});
