import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { run, runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";

const folder = join(inject("consumer"), "readme");

/** The heading of each TypeScript snippet of the README, and what it prints when the emulator answers. */
const printed: Readonly<Record<string, RegExp>> = {
  "Ask, streaming or not": /^2 \+ 2 = 4\. \d+\nHello! How can I help you\?$/,
  "Choose options": /17 \* 23 = 391\.\n$/,
  "Ask once": /^$/,
  "Hold a conversation": /^Your name is Alice\.\n$/,
  "Forget it": /^0\n$/,
  "When it fails": /^$/,
  "Test without an account": /^2 \+ 2 = 4\.\n$/,
};
const headings = Object.keys(printed);
const fileOf = (heading: string, extension: string) => `snippet-${headings.indexOf(heading)}.${extension}`;

/** The snippets by their heading. */
async function snippets(): Promise<ReadonlyMap<string, string>> {
  const readme = await readFile(join(root, "README.md"), "utf8");
  const found = readme.matchAll(/^### ([^\n]+)\n(?:(?!^#)[\s\S])*?^```ts\n([\s\S]*?)^```$/gm);
  return new Map([...found].map(([, heading = "", code = ""]) => [heading, code]));
}

/** A whole program: what a snippet leaves to those before it stands before it. */
function program(snippet: string): string {
  const client =
    snippet.includes("const client =") || !/\bclient\./.test(snippet) ? "" : "const client = new GeminiClient();";
  const needsImport = !/import .*GeminiClient/.test(snippet) && /\bGeminiClient\b/.test(client + snippet);
  return `${needsImport ? 'import { GeminiClient } from "gemini-ts";\n' : ""}${client}\n${snippet}`;
}

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  await copyFile(join(root, "examples/offline.mjs"), join(folder, "offline.mjs"));
  for (const [heading, snippet] of await snippets())
    await writeFile(join(folder, fileOf(heading, "ts")), program(snippet));
  const types = { types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    target: "ES2022",
    lib: ["ES2022"],
    rootDir: ".",
    ...types,
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  await runToSuccess(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], folder);
});

test("the README's snippets are those below", async () => {
  expect([...(await snippets()).keys()]).toEqual(headings);
});

test.each(Object.entries(printed))("the README's snippet compiles and runs: %s", async (heading, output) => {
  const { exitCode, stdout, stderr } = await run(process.execPath, ["offline.mjs", fileOf(heading, "js")], folder);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(output);
});
