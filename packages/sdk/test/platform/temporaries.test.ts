import { spawnSync } from "node:child_process";
import { mkdir, readdir, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { platform } from "../../src/platform/platform.node.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const id = "00000000-0000-4000-8000-000000000000";

/** The id of a process that has ended. */
function endedProcess(): number {
  return spawnSync(process.execPath, ["--version"]).pid;
}

const HOUR_S = 3_600;

const leftovers = [
  ["of an ended process is removed", () => endedProcess(), 0, true],
  ["of a running process is kept", () => process.ppid, 0, false],
  ["of a running process, but an hour old, is removed: the id was reused", () => process.ppid, HOUR_S, true],
  ["of this process is kept", () => process.pid, 0, false],
  ["with the id of this process, but older, is removed", () => process.pid, process.uptime() + 60, true],
] as const;

test.each(leftovers)("F14 a temporary file %s", async (_what, writer, age, isRemoved) => {
  const folder = await temporaryFolder();
  const name = `oauth_creds.json.gemini-ts-${writer()}-${id}.tmp`;
  await writeFile(join(folder, name), "fake");
  const written = Date.now() / 1_000 - age;
  await utimes(join(folder, name), written, written);
  await platform.files.sweep(join(folder, "oauth_creds.json"));
  expect(await readdir(folder)).toEqual(isRemoved ? [] : [name]);
});

test("files of others in the folder are kept, however old", async () => {
  const folder = await temporaryFolder();
  const names = ["a.tmp", `oauth_creds.json.${id}.tmp`, "oauth_creds.json", `x.gemini-ts-1-${id}.tmp.json`];
  for (const name of names) {
    await writeFile(join(folder, name), "fake");
    await utimes(join(folder, name), 1, 1);
  }
  await mkdir(join(folder, `x.gemini-ts-${endedProcess()}-${id}.tmp`));
  await platform.files.sweep(join(folder, "oauth_creds.json"));
  expect(await readdir(folder)).toHaveLength(names.length + 1);
});

test("temporary files are removed from the folder of a link's target, and a missing folder is ignored", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "real"));
  await writeFile(join(folder, "real", "a.json"), "fake");
  await writeFile(join(folder, "real", `a.json.gemini-ts-${endedProcess()}-${id}.tmp`), "fake");
  await symlink(join(folder, "real", "a.json"), join(folder, "a.json"));
  await platform.files.sweep(join(folder, "a.json"));
  expect(await readdir(join(folder, "real"))).toEqual(["a.json"]);
  await platform.files.sweep(join(folder, "gone", "a.json"));
});
