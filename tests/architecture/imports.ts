import { posix } from "node:path";
import ts from "typescript-5";
import type { SourceFile } from "./source-files.ts";

/** Every module a file names, types included: `import`, `export from`, `import()`. */
export function importsOf(file: SourceFile): string[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map((imported) => imported.fileName);
}

/** The path, relative to the root, that a relative import leads to. */
export function resolveRelative(file: SourceFile, specifier: string): string {
  return posix.join(posix.dirname(file.path), specifier);
}

export const isRelative = (specifier: string): boolean => specifier.startsWith(".");
