import { configDefaults, defineConfig } from "vitest/config";

// The private condition makes tests run the sources of the workspace packages, not their builds.
const conditions = ["@gemini-ts/source", "module", "node", "development|production"];

/** Tests that start processes, send many requests or measure memory: whole folders, and files named `….slow.test.ts`. */
const slow = [
  "**/*.slow.test.ts",
  "packages/sdk/test/load/*.test.ts",
  "tests/{bench,canaries,examples,packages,scripts}/*.test.ts",
];

/** One program and one command on the installed packages. */
const smoke = ["tests/packages/answers.test.ts"];

/** Every file's own tests, wherever they are. */
const all = ["packages/*/test/**/*.test.ts", "tests/**/*.test.ts"];

const canaries = { globalSetup: ["tests/canaries/global-setup.ts"], setupFiles: ["tests/canaries/setup.ts"] };
const packed = "tests/packages/global-setup.ts";

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
          name: "unit",
          include: all,
          exclude: [...configDefaults.exclude, ...slow],
          // The files that a worker runs share their modules: loading them anew for each file would take half of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...canaries,
          name: "slow",
          globalSetup: [...canaries.globalSetup, packed],
          include: slow,
          exclude: [...configDefaults.exclude, ...smoke],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: { name: "smoke", include: smoke, globalSetup: [packed], testTimeout: 60_000 },
      },
    ],
  },
});
