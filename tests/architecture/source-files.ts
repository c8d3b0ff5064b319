import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "../workspace.ts";

/** A file's text with its path relative to the root, parts joined by `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The TypeScript sources of one package, sorted by path. */
export function sourcesOf(packageFolder: string): SourceFile[] {
  return readdirSync(join(root, packageFolder, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${packageFolder}/src/${file.replaceAll("\\", "/")}`)
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** A package's package.json. */
export interface Manifest {
  readonly name: string;
  readonly scripts?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly bundleDependencies?: unknown;
  readonly bundledDependencies?: unknown;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>;
  readonly imports?: Record<string, unknown>;
}

export function readManifest(packageFolder: string): Manifest {
  return JSON.parse(readFileSync(join(root, packageFolder, "package.json"), "utf8"));
}

/** The source files that each private `#` import of a package leads to, depending on the runtime, relative to the root. */
export function sourcesOfAliases(packageFolder: string): ReadonlyMap<string, readonly string[]> {
  const aliases = Object.entries(readManifest(packageFolder).imports ?? {});
  return new Map(
    aliases.map(([alias, target]) => {
      const paths = new Set(JSON.stringify(target).match(/\.\/src\/[^"]+/g));
      return [alias, [...paths].map((path) => posix.join(packageFolder, path))];
    }),
  );
}
