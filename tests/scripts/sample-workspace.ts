import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Ending, run } from "../run.ts";
import { packageFolders, root } from "../workspace.ts";

/** A small copy of this repository, with its scripts and compiler and no dependencies, to try the set-up on. */
export interface SampleWorkspace {
  readonly folder: string;
  write(path: string, content: string | object): Promise<void>;
  setUp(): Promise<Ending>;
  remove(): Promise<void>;
}

export async function createSampleWorkspace(): Promise<SampleWorkspace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "gemini-ts-set-up-")));
  const sample: SampleWorkspace = {
    folder,
    write: async (path, content) => {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
    },
    setUp: () => run(process.execPath, ["scripts/setup.mjs"], folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
  await cp(join(root, "scripts"), join(folder, "scripts"), { recursive: true });
  await sample.write("package.json", { name: "sample", private: true });
  await sample.write("package-lock.json", { name: "sample", lockfileVersion: 3, packages: { "": {} } });
  await sample.write("node_modules/.package-lock.json", { packages: {} });
  await symlink(join(root, "node_modules/typescript"), join(folder, "node_modules/typescript"));
  await sample.write("tsconfig.json", { files: [], references: packageFolders.map((path) => ({ path })) });
  await sample.write("tsconfig.base.json", {});
  const compilerOptions = { composite: true, rootDir: "src", outDir: "dist", types: [] };
  for (const path of packageFolders) {
    await sample.write(`${path}/package.json`, { type: "module" });
    await sample.write(`${path}/tsconfig.json`, { compilerOptions, include: ["src"] });
    await sample.write(`${path}/src/index.ts`, "export const answer = 4;\n");
  }
  return sample;
}
