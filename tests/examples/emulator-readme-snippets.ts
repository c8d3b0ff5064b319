import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { run, runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";

/** A snippet of the emulator's README, and what its comments say that it prints. */
export interface Snippet {
  readonly heading: string;
  readonly code: string;
  readonly printed: readonly string[];
}

const readme = await readFile(join(root, "packages/emulator/README.md"), "utf8");
const fences = [...readme.matchAll(/^```(?:ts|js|mjs|typescript|javascript)\n([\s\S]*?)^```$/gm)];
const all = fences.map(({ 1: code = "", index }): Snippet => {
  const heading = [...readme.slice(0, index).matchAll(/^#+ (.+)$/gm)].at(-1)?.[1] ?? "";
  const comments = code.matchAll(/console\.log\(.*\);? \/\/ (.+)$/gm);
  return { heading, code, printed: [...comments].map(([, comment = ""]) => comment) };
});

/** The packages of other clients; they are installed for the snippets that import them only. */
const otherClients = /from "(?:@google\/genai|@ai-sdk\/google|ai)"/;

/** The snippets that need this repository's packages only. */
export const ownSnippets = all.filter(({ code }) => !otherClients.test(code));

/** The snippets that need another client. */
export const otherSnippets = all.filter(({ code }) => otherClients.test(code));

/** Writes snippets into a folder, and compiles them. */
export async function compileSnippets(
  snippets: readonly Snippet[],
  folder: string,
  options: object = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [index, { code }] of snippets.entries()) await writeFile(join(folder, `snippet-${index}.ts`), code);
  const types = { types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
  const target = { module: "nodenext", target: "ES2022", lib: ["ES2022"] };
  const compilerOptions = { strict: true, rootDir: ".", ...target, ...types, ...options };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  await runToSuccess(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], folder);
}

/** Runs a compiled snippet: it prints what its comments say, and nothing else. */
export async function runSnippet(snippets: readonly Snippet[], index: number, folder: string): Promise<void> {
  // The fake timers of node:test are experimental, and say so.
  const program = ["--disable-warning=ExperimentalWarning", `snippet-${index}.js`];
  const { exitCode, stdout, stderr } = await run(process.execPath, program, folder);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const printed = stdout.trimEnd().split("\n");
  const said = snippets[index]?.printed ?? [];
  expect(said.length).toBeGreaterThan(0);
  // A comment may go on after what is printed.
  expect(said.map((comment, line) => comment.slice(0, printed[line]?.length))).toEqual(printed);
}
