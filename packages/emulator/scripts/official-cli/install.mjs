import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const packageName = "@google/gemini-cli";
const installLimitMs = 300_000;

/**
 * Installs the published Gemini CLI of a version into the user's cache folder, unless it is there already.
 *
 * @param {string} version Such as `"0.61.0"`.
 * @returns {Promise<string>} The path of its entry, to be run by Node.
 */
export async function installOfficialCli(version) {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "gemini-ts", "gemini-cli");
  const folder = join(cache, version);
  const installed = await findEntry(folder);
  if (installed) return installed;
  await mkdir(cache, { recursive: true });
  // Installed beside its place and then moved there whole, so that a run that was cut short leaves no half of it.
  const partial = await mkdtemp(join(cache, `.${version}-`));
  try {
    await npmInstall(version, partial);
    await rename(partial, folder).catch(async (error) => {
      if (!(await findEntry(folder))) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  const entry = await findEntry(folder);
  if (!entry) throw new Error(`${packageName}@${version} has no command "gemini".`);
  return entry;
}

/** @param {string} version @param {string} folder */
async function npmInstall(version, folder) {
  const windows = process.platform === "win32";
  const flags = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--no-package-lock"];
  await promisify(execFile)(
    windows ? "npm.cmd" : "npm",
    ["install", "--prefix", folder, ...flags, `${packageName}@${version}`],
    { timeout: installLimitMs, shell: windows },
  );
}

/** @param {string} folder */
async function findEntry(folder) {
  const root = join(folder, "node_modules", ...packageName.split("/"));
  try {
    const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
    return join(root, manifest.bin.gemini);
  } catch {
    return undefined;
  }
}
