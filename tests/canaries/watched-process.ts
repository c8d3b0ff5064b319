import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { watchErrors } from "./watch-errors.ts";
import { watchOutput } from "./watch-output.ts";

/**
 * Holds the temporary files of all tests that this process runs. It stays until the run ends, because files that are run
 * one after the other share it.
 */
export const temporaryFolder = mkdtempSync(join(inject("temporaryFolder"), "worker-"));

for (const name of ["TMPDIR", "TEMP", "TMP"]) process.env[name] = temporaryFolder;

watchOutput();
watchErrors();
