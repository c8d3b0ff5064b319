import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../workspace.ts";

/** A program in a document: a block of TypeScript. */
export interface Program {
  /** The document, relative to the root. */
  readonly document: string;
  /** The heading above the block. */
  readonly heading: string;
  readonly code: string;
  /** What its comments say that it prints, a line each: `console.log(1 + 1); // 2`. */
  readonly printed: readonly string[];
}

/** The programs of a Markdown file, in order. */
export async function readPrograms(document: string): Promise<readonly Program[]> {
  const text = await readFile(join(root, document), "utf8");
  let heading = "";
  const programs: Program[] = [];
  for (const [, title, language, code = ""] of text.matchAll(/^#+ (.+)$|^```(\w+)\n([\s\S]*?)^```$/gm)) {
    heading = title ?? heading;
    if (language === "ts") programs.push({ document, heading, code, printed: printedBy(code) });
  }
  return programs;
}

function printedBy(code: string): readonly string[] {
  const comments = code.matchAll(/(?:console\.log|stdout\.write)\(.*\);? \/\/ (.+)$/gm);
  return [...comments].map(([, comment = ""]) => comment);
}
