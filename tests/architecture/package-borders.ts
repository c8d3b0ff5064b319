import { packageFolders } from "../workspace.ts";
import { importsOf, isRelative, resolveRelative } from "./imports.ts";
import type { Manifest, SourceFile } from "./source-files.ts";

/**
 * What the sources of each package may import beside Node's modules and their own files: the SDK only its optional peer,
 * the emulator what it depends on (never the SDK, so that a bug of the client cannot hide in it), the command the two
 * packages by their public names.
 */
export function allowedPackages(manifest: Manifest): string[] {
  return [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})];
}

/** One sentence for every import that crosses a package's border without being allowed to. */
export function borderViolations(files: readonly SourceFile[], allowed: readonly string[]): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((specifier) => !(isRelative(specifier) ? staysInside(file, specifier) : isAllowed(specifier, allowed)))
      .map((specifier) => `${file.path} imports "${specifier}", which its package does not declare`),
  );
}

function staysInside(file: SourceFile, specifier: string): boolean {
  const folder = packageFolders.find((candidate) => file.path.startsWith(`${candidate}/`));
  return resolveRelative(file, specifier).startsWith(`${folder}/src/`);
}

function isAllowed(specifier: string, allowed: readonly string[]): boolean {
  if (specifier.startsWith("node:") || specifier.startsWith("#")) return true;
  if (/^(gemini-ts|@gemini-ts\/[^/]+)\//.test(specifier)) return false;
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  return allowed.includes(name);
}
