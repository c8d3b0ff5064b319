import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator, type Emulator } from "@gemini-ts/emulator";
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
  "Clear the history": /^0\n$/,
  "When it fails": /^$/,
  "Test without an account": /^2 \+ 2 = 4\.\n$/,
};
/** The day after Google retires Gemini 2.5 Pro and Flash on the Gemini API, which it announces as 1 December 2026. */
const now = () => Date.UTC(2026, 11, 2);

/** The models that the Gemini API lists on that day. */
async function currentModels(emulator: Emulator): Promise<readonly string[]> {
  const url = "https://generativelanguage.googleapis.com/v1beta/models";
  const response = await emulator.fetch(url, { headers: { "x-goog-api-key": "fake-key" } });
  const { models } = (await response.json()) as { models: { name: string }[] };
  return models.map(({ name }) => name.replace("models/", ""));
}

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
  await using emulator = createEmulator({ now });
  const environment = { GEMINI_API_KEY: "fake-key", GOOGLE_GEMINI_BASE_URL: await emulator.listen() };
  const { exitCode, stdout, stderr } = await run(
    process.execPath,
    [fileOf(heading, "js")],
    folder,
    folder,
    environment,
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toMatch(output);
  const asked = emulator.calls.map(({ model }) => model);
  expect(await currentModels(emulator)).toEqual(expect.arrayContaining(asked));
});

test("the code of the READMEs and the examples names current models alone", async () => {
  await using emulator = createEmulator({ now });
  const current = await currentModels(emulator);
  expect(current).not.toContain("gemini-2.5-pro");
  const examples = (await readdir(join(root, "examples"))).map((name) => join("examples", name));
  for (const file of ["README.md", "packages/sdk/README.md", "packages/emulator/README.md", ...examples]) {
    const text = await readFile(join(root, file), "utf8");
    const code = file.endsWith(".md") ? [...text.matchAll(/^```[\s\S]*?^```$/gm)].join("\n") : text;
    const named = [...code.matchAll(/\bgemini-\d[a-z0-9.-]*[a-z0-9]/g)].map(([name]) => name);
    expect(current, file).toEqual(expect.arrayContaining(named));
  }
});
