import { importsOf, isRelative, resolveRelative } from "./imports.ts";
import type { SourceFile } from "./source-files.ts";

/** The files that a private `#` import leads to, one for each kind of runtime. */
export type Aliases = ReadonlyMap<string, readonly string[]>;

/**
 * One line for every import that closes a circle, as `a.ts -> b.ts -> a.ts`. Other than Biome's rule it follows types
 * written as `import("./b.ts").B`, and the `#` imports into the file of each runtime.
 */
export function importCycles(files: readonly SourceFile[], aliases: Aliases = new Map()): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const cycles: string[] = [];

  const visit = (path: string, trail: readonly string[]): void => {
    const file = byPath.get(path);
    if (file === undefined || done.has(path)) return;
    const start = trail.indexOf(path);
    if (start >= 0) {
      cycles.push([...trail.slice(start), path].join(" -> "));
      return;
    }
    for (const target of targetsOf(file, aliases)) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}

function targetsOf(file: SourceFile, aliases: Aliases): readonly string[] {
  return importsOf(file).flatMap((specifier) =>
    isRelative(specifier) ? resolveRelative(file, specifier) : (aliases.get(specifier) ?? []),
  );
}
