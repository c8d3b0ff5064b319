import { defineConfig } from "vitest/config";

// The private condition makes tests run the sources of the workspace packages, not their builds.
const conditions = ["@gemini-ts/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: "sources", include: ["packages/*/test/**/*.test.ts", "tests/architecture/**/*.test.ts"] },
      },
      {
        // Packs and installs the builds once, and only when one of these tests is among those to run.
        extends: true,
        test: {
          name: "packages",
          include: ["tests/packages/**/*.test.ts"],
          globalSetup: ["tests/packages/global-setup.ts"],
        },
      },
    ],
  },
});
