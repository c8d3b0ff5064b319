import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";
import { installConsumer } from "./consumer-project.ts";
import type { PackedPackage } from "./packed-package.ts";

/** Builds where needed, packs the three packages and installs them in a project, once for all tests of this folder. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "gemini-ts-packages-")));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const packScript = join(root, "scripts/pack.mjs");
    const stdout = await runToSuccess(process.execPath, [packScript, join(folder, "tarballs"), "--json"], folder);
    const packages: PackedPackage[] = JSON.parse(stdout);
    const consumer = join(folder, "consumer");
    await installConsumer(consumer, packages);
    project.provide("packages", packages);
    project.provide("consumer", consumer);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
