import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Ending, run } from "../run.ts";
import { packageFolders, root } from "../workspace.ts";

/** A small repository with the scripts and examples of this one, as it is after `git clone`: nothing is installed or built. */
export interface SampleWorkspace {
  readonly folder: string;
  write(path: string, content: string | object): Promise<void>;
  /** Runs a script, with options of Node before its name. */
  node(...programArguments: string[]): Promise<Ending>;
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
    node: (...programArguments) => run(process.execPath, programArguments, folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
  for (const name of ["scripts", "examples"]) await cp(join(root, name), join(folder, name), { recursive: true });
  await writeCompiler(sample);
  await sample.write("tsconfig.json", { files: [], references: packageFolders.map((path) => ({ path })) });
  const compilerOptions = { composite: true, rootDir: "src", outDir: "dist", types: [] };
  for (const path of packageFolders) {
    await sample.write(`${path}/package.json`, { type: "module" });
    await sample.write(`${path}/tsconfig.json`, { compilerOptions, include: ["src"] });
    await sample.write(`${path}/src/index.ts`, "export const answer = 4;\n");
  }
  return sample;
}

/** The only dependency is a package in the repository that starts the real compiler, so that installing needs no network. */
async function writeCompiler(sample: SampleWorkspace): Promise<void> {
  const compiler = { name: "typescript", version: "7.0.0", type: "module" };
  const devDependencies = { typescript: "file:tools/typescript" };
  await sample.write("tools/typescript/package.json", compiler);
  const tsc = pathToFileURL(join(root, "node_modules/typescript/bin/tsc"));
  await sample.write("tools/typescript/bin/tsc", `import "${tsc}";\n`);
  await sample.write("package.json", { name: "sample", private: true, devDependencies });
  const packages = {
    "": { name: "sample", devDependencies },
    "node_modules/typescript": { resolved: "tools/typescript", link: true },
    "tools/typescript": { name: "typescript", version: "7.0.0", dev: true },
  };
  await sample.write("package-lock.json", { name: "sample", lockfileVersion: 3, requires: true, packages });
}
