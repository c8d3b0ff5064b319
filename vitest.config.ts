import { configDefaults, defineConfig } from "vitest/config";

// The private condition makes tests run the sources of the workspace packages, not their builds.
const conditions = ["@gemini-ts/source", "module", "node", "development|production"];

// Tests of what is published. Only when one of them is to run, the builds are packed and installed, once for all.
const ofPackages = ["tests/packages/**/*.test.ts", "tests/examples/**/*.test.ts"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 30_000,
    // Vitest would leave a core idle, half of a machine that has two.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "sources",
          include: ["packages/*/test/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...ofPackages],
          setupFiles: ["tests/canaries/setup.ts"],
        },
      },
      {
        extends: true,
        test: { name: "packages", include: ofPackages, globalSetup: ["tests/packages/global-setup.ts"] },
      },
    ],
  },
});
