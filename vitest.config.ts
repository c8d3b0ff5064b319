import { configDefaults, defineConfig } from "vitest/config";

// The private condition makes tests run the sources of the workspace packages, not their builds.
const conditions = ["@gemini-ts/source", "module", "node", "development|production"];

/** Tests of what is published, on the packages as they are packed and installed: once for all of them. */
const packed = ["tests/packages/*.test.ts", "tests/examples/*.test.ts"];

/** Tests that start processes, send many requests or measure memory, each file in a process of its own. */
const slow = ["**/*.slow.test.ts", "packages/sdk/test/load/*.test.ts", "tests/{bench,canaries,scripts}/*.test.ts"];

/** Finds secrets in what tests show. */
const canaries = { globalSetup: ["tests/canaries/global-setup.ts"], setupFiles: ["tests/canaries/setup.ts"] };

// Far longer than any test takes: only what hangs is ended, also while other programs keep the machine busy.
const limits = (milliseconds: number) => ({ testTimeout: milliseconds, hookTimeout: milliseconds });

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Vitest would leave a core idle, half of a machine that has two.
    maxWorkers: "100%",
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          ...canaries,
          ...limits(60_000),
          name: "unit",
          include: ["packages/*/test/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...slow, ...packed],
          // The test files of a worker share their modules, because loading them for each file would take half of the time.
          isolate: false,
        },
      },
      { extends: true, test: { ...canaries, ...limits(300_000), name: "slow", include: slow } },
      {
        extends: true,
        test: { ...limits(300_000), name: "packed", include: packed, globalSetup: ["tests/packages/global-setup.ts"] },
      },
    ],
  },
});
