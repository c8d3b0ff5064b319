import { importsOf, isRelative, resolveRelative } from "./imports.ts";
import type { SourceFile } from "./source-files.ts";

const sources = "packages/sdk/src/";

/**
 * The folders of the SDK's sources, lowest first. A file may import from its own folder and from the folders before it;
 * the files beside the folders (client.ts, query.ts, options.ts, index.ts) wire everything together and may import any.
 */
export const layers = [
  "wire",
  "errors",
  "schema",
  "platform",
  "transport",
  "auth",
  "account",
  "backends",
  "request",
  "response",
  "tools",
  "conversation",
];

/** The folders behind the package's private `#` imports, whose file depends on the runtime. */
const layerOfAlias: Record<string, string> = {
  "#platform": "platform",
  "#http": "transport",
  "#application-default": "auth",
};

/** One sentence for every import that goes up the layers or leaves the SDK's sources. */
export function layerViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap((specifier) => {
      const problem = problemWith(file, specifier);
      return problem === undefined ? [] : [`${file.path} imports "${specifier}": ${problem}`];
    }),
  );
}

function problemWith(file: SourceFile, specifier: string): string | undefined {
  const own = layerOf(file.path);
  if (own !== undefined && !layers.includes(own)) return `the folder ${own}/ has no place in the layer order`;
  if (!isRelative(specifier) && !specifier.startsWith("#")) return undefined;
  const target = isRelative(specifier) ? resolveRelative(file, specifier) : `${sources}${layerOfAlias[specifier]}/`;
  if (!target.startsWith(sources)) return "it leads out of the SDK's sources";
  const imported = layerOf(target);
  if (imported !== undefined && !layers.includes(imported)) return `${imported}/ has no place in the layer order`;
  if (own === undefined) return undefined;
  if (imported === undefined) return `${own}/ stands below the files beside the folders`;
  return layers.indexOf(imported) > layers.indexOf(own) ? `${own}/ stands below ${imported}/` : undefined;
}

/** The folder of a source file directly below src/; nothing for the files beside the folders. */
function layerOf(path: string): string | undefined {
  const parts = path.slice(sources.length).split("/");
  return parts.length > 1 ? parts[0] : undefined;
}
