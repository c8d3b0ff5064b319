import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
const bundler = { module: "esnext", moduleResolution: "bundler" };
const withoutTypes = { lib: ["ES2022"], types: [] };
const withNode = { ...nodenext, lib: ["ES2023"], types: ["node"] };

const cases = [
  // A program without Node's types and without the DOM's: the SDK's declarations bring along all they need.
  { compiler: "typescript", files: ["uses-sdk.ts"], options: { ...nodenext, ...withoutTypes } },
  { compiler: "typescript", files: ["uses-sdk.ts"], options: { ...bundler, ...withoutTypes } },
  { compiler: "typescript", files: ["uses-emulator.ts"], options: withNode },
  // The oldest version that is supported.
  { compiler: "typescript-5", files: ["uses-sdk.ts", "uses-emulator.ts"], options: withNode },
];

test.concurrent.each(cases.map((one) => ({ ...one, resolution: one.options.moduleResolution })))(
  "$files compile on $compiler, $resolution",
  async ({ files, options, compiler, resolution }) => {
    const folder = join(inject("consumer"), `${files[0]}-${compiler}-${resolution}`);
    await mkdir(folder);
    for (const file of files) await copyFile(join(import.meta.dirname, "consumer", file), join(folder, file));
    const typeRoots = [join(root, "node_modules/@types")];
    const strictness = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
    const compilerOptions = { ...options, target: "ES2022", typeRoots, ...strictness };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    const compile = [join(root, "node_modules", compiler, "bin/tsc"), "-p", "."];
    const { exitCode, stdout } = await run(process.execPath, compile, folder);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
  },
);
