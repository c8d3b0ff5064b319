import { execFileSync } from "node:child_process";
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { platform } from "../../src/platform/platform.node.ts";
import { platform as webPlatform } from "../../src/platform/platform.web.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const { files } = platform;
const bytesOf = (text: string) => new TextEncoder().encode(text);

test("a file is replaced as a whole by a file with the requested permissions", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "a.json");
  await writeFile(path, "old", { mode: 0o644 });
  await link(path, join(folder, "the old one"));
  expect(await files.replace(path, bytesOf("new"), 0o600)).toBe(true);
  expect(await readFile(path, "utf8")).toBe("new");
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  // Were it written in place, whoever had the old one open would have seen it half written.
  expect(await readFile(join(folder, "the old one"), "utf8")).toBe("old");
  expect(await readdir(folder)).toEqual(["a.json", "the old one"]);
});

test("a missing file is created, with its folder if necessary", async () => {
  const folder = join(await temporaryFolder(), "a", "b");
  await files.makeFolder(folder, 0o700);
  await files.makeFolder(folder, 0o700);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await files.replace(join(folder, "a.json"), bytesOf("new"), 0o600);
  expect(await readFile(join(folder, "a.json"), "utf8")).toBe("new");
  await files.remove(join(folder, "a.json"));
  await files.remove(join(folder, "a.json"));
  expect(await readdir(folder)).toEqual([]);
});

test("F7 a link stays, and its target is replaced in the target's folder", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, "elsewhere"));
  await writeFile(join(folder, "elsewhere", "real.json"), "old");
  await symlink("elsewhere/real.json", join(folder, "link.json"));
  await files.replace(join(folder, "link.json"), bytesOf("new"), 0o600);
  expect(await readlink(join(folder, "link.json"))).toBe("elsewhere/real.json");
  expect(await readFile(join(folder, "elsewhere", "real.json"), "utf8")).toBe("new");
  expect(await readdir(join(folder, "elsewhere"))).toEqual(["real.json"]);
});

test("if the check before the replacement returns false, nothing changes", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "a.json");
  await writeFile(path, "old");
  const seen: string[][] = [];
  const isWanted = async () => {
    seen.push(await readdir(folder));
    return false;
  };
  expect(await files.replace(path, bytesOf("new"), 0o600, isWanted)).toBe(false);
  // The new file was ready.
  expect(seen).toEqual([["a.json", expect.stringMatching(/^a\.json\.gemini-ts-\d+-.*\.tmp$/)]]);
  expect(await readFile(path, "utf8")).toBe("old");
  expect(await readdir(folder)).toEqual(["a.json"]);
  const failing = files.replace(path, bytesOf("new"), 0o600, () => Promise.reject({ code: "EIO" }));
  await expect(failing).rejects.toEqual({ code: "EIO" });
  expect(await readdir(folder)).toEqual(["a.json"]);
});

test("new bytes are never readable by others, whatever the final permissions", async () => {
  const folder = await temporaryFolder();
  const modes: number[] = [];
  const isWanted = async () => {
    for (const name of await readdir(folder)) modes.push((await stat(join(folder, name))).mode & 0o777);
    return true;
  };
  await files.replace(join(folder, "a.json"), bytesOf("new"), 0o600, isWanted);
  expect(modes).toEqual([0o600]);
  // And they do become what was asked for.
  await files.replace(join(folder, "a.json"), bytesOf("new"), 0o640);
  expect((await stat(join(folder, "a.json"))).mode & 0o777).toBe(0o640);
});

test.skipIf(process.getuid?.() !== 0)("root replaces a user's file: its owner stays the same", async () => {
  const path = join(await temporaryFolder(), "a.json");
  await writeFile(path, "old");
  await chown(path, 12_345, 12_346);
  await files.replace(path, bytesOf("new"), 0o600);
  expect(await stat(path)).toMatchObject({ uid: 12_345, gid: 12_346 });
});

describe("a path that cannot be replaced fails with a code and is unchanged", () => {
  test("a folder", async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, "a.json"));
    await expect(files.replace(join(folder, "a.json"), bytesOf("new"), 0o600)).rejects.toEqual({ code: "NOT_A_FILE" });
    expect(await readdir(folder)).toEqual(["a.json"]);
  });

  test.skipIf(process.platform === "win32")("a FIFO", async () => {
    const folder = await temporaryFolder();
    execFileSync("mkfifo", [join(folder, "a.json")]);
    await expect(files.replace(join(folder, "a.json"), bytesOf("new"), 0o600)).rejects.toEqual({ code: "NOT_A_FILE" });
    expect((await lstat(join(folder, "a.json"))).isFIFO()).toBe(true);
  });

  test("a dangling link, which is not followed to create a file elsewhere", async () => {
    const folder = await temporaryFolder();
    await symlink(join(folder, "nothing"), join(folder, "a.json"));
    await expect(files.replace(join(folder, "a.json"), bytesOf("new"), 0o600)).rejects.toMatchObject({
      code: "ENOENT",
    });
    expect(await readdir(folder)).toEqual(["a.json"]);
    expect((await lstat(join(folder, "a.json"))).isSymbolicLink()).toBe(true);
  });

  test("a file in a missing folder", async () => {
    const path = join(await temporaryFolder(), "gone", "a.json");
    await expect(files.replace(path, bytesOf("new"), 0o600)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test.skipIf(process.getuid?.() === 0)("a file in a folder that may not be written to", async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "a.json"), "old");
    await chmod(folder, 0o500);
    await expect(files.replace(join(folder, "a.json"), bytesOf("new"), 0o600)).rejects.toMatchObject({
      code: "EACCES",
    });
    await chmod(folder, 0o700);
    expect(await readdir(folder)).toEqual(["a.json"]);
  });

  test("anything without a file system", async () => {
    const nowhere = webPlatform.files;
    await expect(nowhere.replace("/a.json", bytesOf("new"), 0o600)).rejects.toEqual({ code: "ENOSYS" });
    await expect(nowhere.makeFolder("/a", 0o700)).rejects.toEqual({ code: "ENOSYS" });
    await expect(nowhere.remove("/a.json")).rejects.toEqual({ code: "ENOSYS" });
    await nowhere.sweep("/a.json");
  });
});
