import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runNpm } from "./run-npm.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * What users install, packed and put into empty folders, which are removed at the end of the run.
 * @returns `library`, a folder with `gemini-ts` alone; `command`, the file that npm would link as `gemini-ts`
 */
export async function installOwn() {
  const folder = temporaryFolder();
  const packed = pack(root, folder);
  const library = await installSdk(packed, folder);
  const withCommand = join(folder, "command");
  await install(withCommand, [...packed.map(({ tarball }) => tarball), ...thirdParties(packed)]);
  const manifest = JSON.parse(readFileSync(join(withCommand, "node_modules/@gemini-ts/cli/package.json"), "utf8"));
  const command = join(withCommand, "node_modules/@gemini-ts/cli", manifest.bin["gemini-ts"]);
  return { library, command };
}

/** The same for another clone of this repository, without the command. */
export async function installLibrary(clone) {
  const folder = temporaryFolder();
  return installSdk(pack(resolve(clone), folder), folder);
}

function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "gemini-ts-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function pack(clone, folder) {
  const script = join(clone, "scripts/pack.mjs");
  return JSON.parse(execFileSync(process.execPath, [script, folder, "--json"], { encoding: "utf8" }));
}

async function installSdk(packed, folder) {
  const library = join(folder, "library");
  await install(library, [packed.find(({ name }) => name === "gemini-ts").tarball]);
  return library;
}

async function install(folder, packages) {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(folder, "load.mjs"), "export const load = (name) => import(name);\n");
  await runNpm(process.execPath, ["install", "--offline", "--install-links", "--ignore-scripts", ...packages], folder);
}

/** All that the packages depend on, out of the repository's own installation, so that no network is needed. */
function thirdParties(packed) {
  const found = new Set(packed.map(({ name }) => name));
  // Grows while it is read.
  for (const name of found) for (const dependency of dependenciesOf(name)) found.add(dependency);
  const others = [...found].slice(packed.length);
  return others.map((name) => join(root, "node_modules", name));
}

function dependenciesOf(name) {
  const manifest = readFileSync(join(root, "node_modules", name, "package.json"), "utf8");
  return Object.keys(JSON.parse(manifest).dependencies ?? {});
}
