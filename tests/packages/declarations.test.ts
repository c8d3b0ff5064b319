import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

const nodenext = { module: "nodenext", moduleResolution: "nodenext" };
const bundler = { module: "esnext", moduleResolution: "bundler" };
const programs = [
  // A program without Node's types and without the DOM's: the SDK's declarations bring along all they need.
  { file: "uses-sdk.ts", options: { ...nodenext, lib: ["ES2022"], types: [] } },
  { file: "uses-sdk.ts", options: { ...bundler, lib: ["ES2022"], types: [] } },
  { file: "uses-emulator.ts", options: { ...nodenext, lib: ["ES2023"], types: ["node"] } },
];
const compilers = [
  { compiler: "typescript", version: 7 },
  { compiler: "typescript-5", version: 5 },
];
const cases = programs.flatMap((program) =>
  compilers.map((compiler) => ({ ...program, ...compiler, resolution: program.options.moduleResolution })),
);

test.concurrent.each(cases)("$file compiles on TypeScript $version, $resolution", async (settings) => {
  const { file, options, compiler, resolution } = settings;
  const folder = join(inject("consumer"), `${file}-${compiler}-${resolution}`);
  await mkdir(folder);
  await copyFile(join(import.meta.dirname, "consumer", file), join(folder, file));
  const typeRoots = [join(root, "node_modules/@types")];
  const strictness = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
  const compilerOptions = { ...options, target: "ES2022", typeRoots, ...strictness };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
  const compile = [join(root, "node_modules", compiler, "bin/tsc"), "-p", "."];
  const { exitCode, stdout } = await run(process.execPath, compile, folder);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
});
