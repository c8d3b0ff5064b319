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
  // With the types of a browser, and of Node. Only the program is checked: the DOM's declarations take long.
  {
    compiler: "typescript",
    files: ["uses-web.ts"],
    options: { ...nodenext, lib: ["ES2022", "DOM"], types: [], skipLibCheck: true },
  },
  { compiler: "typescript", files: ["uses-web.ts"], options: { ...withNode, skipLibCheck: true } },
  { compiler: "typescript", files: ["uses-emulator.ts"], options: withNode },
  // The oldest version that is supported.
  { compiler: "typescript-5", files: ["uses-sdk.ts", "uses-web.ts", "uses-emulator.ts"], options: withNode },
];

test.concurrent.each(
  cases.map((one) => ({
    ...one,
    world: [one.options.moduleResolution, ...one.options.lib, ...one.options.types].join("-"),
  })),
)("$files compile on $compiler, $world", async ({ files, options, compiler, world }) => {
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
});
