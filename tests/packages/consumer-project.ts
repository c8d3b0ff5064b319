import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runToSuccess } from "../run.ts";
import { packageFolders, root } from "../workspace.ts";
import type { PackedPackage } from "./packed-package.ts";

/** Makes an empty project and installs the tarballs in it, as a user would, without asking a registry. */
export async function installConsumer(folder: string, packages: readonly PackedPackage[]): Promise<void> {
  const tarballs = packages.map(({ name, tarball }) => [name, `file:${tarball}`]);
  const dependencies = { ...(await thirdPartyFolders()), ...Object.fromEntries(tarballs) };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  const settings = ["--offline", "--install-links", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await runToSuccess("npm", ["install", ...settings], folder);
}

/** What the packages depend on, as the folders of the repository's own installation, so that no network is needed. */
async function thirdPartyFolders(): Promise<Record<string, string>> {
  const folders: Record<string, string> = {};
  const add = async (packageFolder: string) => {
    const { dependencies = {} } = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
    for (const name of Object.keys(dependencies)) {
      if (name in folders || name === "gemini-ts" || name.startsWith("@gemini-ts/")) continue;
      const installed = join(root, "node_modules", name);
      folders[name] = `file:${installed}`;
      await add(installed);
    }
  };
  for (const folder of packageFolders) await add(join(root, folder));
  return folders;
}
