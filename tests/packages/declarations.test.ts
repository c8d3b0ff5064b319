import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
const bundler = { module: "esnext", moduleResolution: "bundler" };
const programs = [
  // Programs without Node's types and without the DOM's: the declarations bring along all they need.
  { file: "uses-sdk.ts", options: { ...nodenext, lib: ["ES2022"], types: [] } },
  { file: "uses-sdk.ts", options: { ...bundler, lib: ["ES2022"], types: [] } },
  // With the types of a browser, and of Node. Only the program is checked: the DOM's declarations take long.
  { file: "uses-web.ts", options: { ...nodenext, lib: ["ES2022", "DOM"], types: [], skipLibCheck: true } },
  { file: "uses-web.ts", options: { ...nodenext, lib: ["ES2022"], types: ["node"], skipLibCheck: true } },
  { file: "uses-emulator.ts", options: { ...nodenext, lib: ["ES2022"], types: [] } },
  { file: "uses-emulator.ts", options: { ...nodenext, lib: ["ES2022", "DOM"], types: [], skipDefaultLibCheck: true } },
  { file: "intercepts.ts", options: { ...nodenext, lib: ["ES2023"], types: ["node"] } },
];
const newest = programs.map(({ file, options }) => ({ compiler: "typescript", files: [file], options }));
// The oldest version that is supported: once, because it takes long.
const oldest = {
  compiler: "typescript-5",
  files: ["uses-sdk.ts", "uses-emulator.ts", "intercepts.ts"],
  options: programs.at(-1)?.options,
};
// Its types of the DOM do not say that a `ReadableStream` can be iterated.
const pipes = {
  compiler: "typescript-5",
  files: ["pipes-body.ts"],
  options: { ...nodenext, lib: ["ES2022", "DOM", "DOM.Iterable"], types: ["node"], skipLibCheck: true },
};
const cases = [...newest, oldest, pipes].map((one) => ({ ...one, world: worldOf(one.options) }));

function worldOf({ moduleResolution = "", lib = [] as string[], types = [] as string[] } = {}): string {
  return [moduleResolution, ...lib, ...types].join("-");
}

test.concurrent.each(cases)(
  "F306 F384 $files compile on $compiler, $world",
  async ({ files, options, compiler, world }) => {
    const folder = join(inject("consumer"), `${files[0]}-${compiler}-${world}`);
    await mkdir(folder);
    for (const file of files) await copyFile(join(import.meta.dirname, "consumer", file), join(folder, file));
    const typeRoots = [join(root, "node_modules/@types")];
    const strictness = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
    const compilerOptions = { target: "ES2022", typeRoots, ...strictness, ...options };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    const compile = [join(root, "node_modules", compiler, "bin/tsc"), "-p", "."];
    const { exitCode, stdout } = await run(process.execPath, compile, folder);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
  },
);
