import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { run, runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";

const folder = join(inject("consumer"), "emulator-readme");

/** A TypeScript snippet of the emulator's README, and what its comments say that it prints. */
interface Snippet {
  readonly heading: string;
  readonly code: string;
  readonly printed: readonly string[];
}

async function readSnippets(): Promise<readonly Snippet[]> {
  const readme = await readFile(join(root, "packages/emulator/README.md"), "utf8");
  const found = readme.matchAll(/^### ([^\n]+)\n+```ts\n([\s\S]*?)^```$/gm);
  return [...found].map(([, heading = "", code = ""]) => {
    const comments = code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm);
    return { heading, code, printed: [...comments].map(([, comment = ""]) => comment) };
  });
}

const snippets = await readSnippets();

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  for (const [index, { code }] of snippets.entries()) await writeFile(join(folder, `snippet-${index}.ts`), code);
  const types = { types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
  const target = { module: "nodenext", target: "ES2022", lib: ["ES2022"] };
  const compilerOptions = { strict: true, rootDir: ".", ...target, ...types };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  await runToSuccess(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], folder);
});

test("the snippets are these", () => {
  expect(snippets.map(({ heading }) => heading)).toEqual([
    "Return an error once",
    "Cut a stream",
    "Fail repeatedly",
    "Break a login",
    "Exhaust a quota",
    "Test your program with faults",
    "Test your program with a login",
    "Skip the waits that Google asks for",
  ]);
});

test.each(snippets.map(({ heading }, index) => [heading, index] as const))(
  "the snippet compiles, and prints what its comments say: %s",
  async (_, index) => {
    // The fake timers of node:test are experimental, and say so.
    const program = ["--disable-warning=ExperimentalWarning", `snippet-${index}.js`];
    const { exitCode, stdout, stderr } = await run(process.execPath, program, folder);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const printed = stdout.trimEnd().split("\n");
    const said = snippets[index]?.printed ?? [];
    expect(said.length).toBeGreaterThan(0);
    // A comment may go on after what is printed.
    expect(said.map((comment, line) => comment.slice(0, printed[line]?.length))).toEqual(printed);
  },
);
