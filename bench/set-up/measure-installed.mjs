import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runNpm } from "./run-npm.mjs";

const packScript = fileURLToPath(new URL("../../scripts/pack.mjs", import.meta.url));

/** How many packages a contender brings, and their size: that of the files, and that of the blocks they take. */
export async function measureInstalled({ own }, folder) {
  return own ? measureOwn() : sizesOf(folder);
}

async function measureOwn() {
  const folder = mkdtempSync(join(tmpdir(), "gemini-ts-bench-"));
  try {
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const packed = JSON.parse(execFileSync(process.execPath, [packScript, folder, "--json"], { encoding: "utf8" }));
    const { tarball } = packed.find(({ name }) => name === "gemini-ts");
    await runNpm(process.execPath, ["install", "--offline", "--ignore-scripts", tarball], folder);
    return sizesOf(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sizesOf(folder) {
  const modules = join(folder, "node_modules");
  const lock = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8"));
  const packages = Object.keys(lock.packages).filter((path) => existsSync(join(folder, path)));
  const files = packages.flatMap((path) => filesOf(join(folder, path)));
  const sum = (sizeOf) => files.reduce((total, file) => total + sizeOf(file), 0) / 2 ** 20;
  return {
    packages: packages.length,
    contentMiB: sum(({ size }) => size),
    diskMiB: sum(({ blocks }) => blocks * 512),
  };
}

/** A package's own files, without the packages inside it. */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesOf(path);
    return [lstatSync(path)];
  });
}
