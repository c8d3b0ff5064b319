import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Holds every temporary file of the tests until the run ends. */
    readonly temporaryFolder: string;
  }
}

/** Makes the folder for the temporary files of all tests of a run, and removes it when the run ends. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "gemini-ts-tests-"));
  project.provide("temporaryFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
}
