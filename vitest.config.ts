import { defineConfig } from "vitest/config";

// The private condition makes tests run the sources of the workspace packages, not their builds.
const conditions = ["@gemini-ts/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "tests/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
