import { defineConfig } from "vitest/config";
import { root } from "../../workspace.ts";

const conditions = ["@gemini-ts/source", "module", "node", "development|production"];

/** Tests that show secrets, so that canaries.test.ts sees each of them fail. */
export default defineConfig({
  root,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // As the unit tests: one process runs all files.
    isolate: false,
    maxWorkers: 1,
    include: ["tests/canaries/leaks/*-leaks.ts"],
    globalSetup: ["tests/canaries/global-setup.ts"],
    setupFiles: ["tests/canaries/setup.ts"],
    reporters: ["json", "dot"],
  },
});
