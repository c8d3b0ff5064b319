import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";

/** A program in a document: a block of TypeScript that is not marked as a signature. */
export interface Program {
  /** The document, relative to the root. */
  readonly document: string;
  /** The heading above the block. */
  readonly heading: string;
  readonly code: string;
  /** What its comments say that it prints, a line each: `console.log(1 + 1); // 2`. */
  readonly printed: readonly string[];
}

const pages = (await readdir(join(root, "docs"), { recursive: true }))
  .filter((name) => name.endsWith(".md"))
  .map((name) => `docs/${name.replaceAll("\\", "/")}`);

/** The documents that users read, relative to the root. */
export const documents: readonly string[] = [
  "README.md",
  "packages/sdk/README.md",
  "packages/emulator/README.md",
  ...pages,
];

/** The programs of all documents. */
export const allPrograms: readonly Program[] = (await Promise.all(documents.map(readPrograms))).flat();

/** The programs of a Markdown file, in order. */
async function readPrograms(document: string): Promise<readonly Program[]> {
  const text = await readFile(join(root, document), "utf8");
  let heading = "";
  const programs: Program[] = [];
  const blocks = /^#+ (?<title>.+)$|^(?<indent> *)```(?<language>.+)\n(?<indented>[\s\S]*?)^\k<indent>```$/gm;
  for (const { groups = {} } of text.matchAll(blocks)) {
    const { title, indent, language, indented = "" } = groups;
    heading = title ?? heading;
    const code = indented.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    if (language === "ts") programs.push({ document, heading, code, printed: printedBy(code) });
  }
  return programs;
}

function printedBy(code: string): readonly string[] {
  const comments = code.matchAll(/(?:console\.log|stdout\.write)\(.*\);? \/\/ (.+)$/gm);
  return [...comments].map(([, comment = ""]) => comment);
}

/** Whether a program needs another client of Google's services, which is installed for such programs only. */
export function usesOtherClient({ code }: Program): boolean {
  return /from "(?:@google\/genai|@ai-sdk\/google|ai)"/.test(code);
}

/** Whether a program is a test for Jest, which is installed for such programs only. */
export function usesJest({ code }: Program): boolean {
  return code.includes('from "@jest/globals"');
}

/** Compiles the TypeScript files of a folder with the options of a strict project, and those given. */
export async function compilePrograms(folder: string, options: object = {}): Promise<void> {
  const types = { types: ["node"], typeRoots: [join(root, "node_modules/@types")], skipLibCheck: true };
  const target = { module: "nodenext", target: "ES2022", lib: ["ES2022"] };
  const compilerOptions = { strict: true, noUnusedLocals: true, rootDir: ".", ...target, ...types, ...options };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  await runToSuccess(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], folder);
}

/** Fails unless each line of the output is what the comment of the same number says. A comment may go on after it. */
export function expectPrinted(stdout: string, comments: readonly string[]): void {
  const printed = stdout.split("\n").filter((line) => line.trim() !== "");
  expect(comments.map((comment, line) => comment.slice(0, printed[line]?.length))).toEqual(printed);
}
