import { importsOf, isRelative, resolveRelative } from "./imports.ts";
import type { SourceFile } from "./source-files.ts";

const sources = "packages/sdk/src/";

/**
 * The folders of the SDK's sources, lowest first. A file may import from its own folder and from the folders before it.
 * The files beside the folders (exchange.ts, chat.ts, client.ts, query.ts, index.ts) stand above all of them.
 */
export const layers = [
  "runtime",
  "wire",
  "errors",
  "validation",
  "refusals",
  "platform",
  "retry",
  "models",
  "schema",
  "scope",
  "http",
  "sse",
  "auth",
  "conversation",
  "options",
  "request",
  "response",
  "backends",
  "call",
];

/**
 * Above `call/`: one folder for each feature that makes calls (tools, typed output, media). A feature may import every
 * layer, but neither another feature nor the files beside the folders.
 */
export const featuresFolder = "features";

/** Folders of which the rest of the SDK may import one file only. */
export const walledFolders: ReadonlyMap<string, string> = new Map([["response/plain", "plain-event-reader.ts"]]);

/** The folders behind the package's private `#` imports, whose file depends on the runtime. */
const layerOfAlias: Record<string, string> = {
  "#is-web": "runtime",
  "#platform": "platform",
  "#http": "http",
  "#application-default": "auth",
};

/** One sentence for every import that goes up the layers, to another feature, behind a wall, or out of the SDK's sources. */
export function layerViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap((specifier) => {
      const problem = problemWith(file, specifier);
      return problem === undefined ? [] : [`${file.path} imports "${specifier}": ${problem}`];
    }),
  );
}

function problemWith(file: SourceFile, specifier: string): string | undefined {
  const own = placeOf(file.path);
  if (isUnknown(own)) return `the folder ${own.folder}/ has no place in the layer order`;
  if (!isRelative(specifier) && !specifier.startsWith("#")) return undefined;
  const target = isRelative(specifier) ? resolveRelative(file, specifier) : `${sources}${layerOfAlias[specifier]}/`;
  if (!target.startsWith(sources)) return "it leads out of the SDK's sources";
  const imported = placeOf(target);
  if (!isRelative(specifier) && imported.folder === own.folder) return "it can close a cycle, which Biome does not see";
  if (isUnknown(imported)) return `${imported.folder}/ has no place in the layer order`;
  if (imported.rank > own.rank) return `${own.name} stands below ${imported.name}`;
  const wall = [...walledFolders].find(([folder]) => isBehindWall(folder, target) && !isBehindWall(folder, file.path));
  if (wall && target !== `${sources}${wall[0]}/${wall[1]}`) return `of ${wall[0]}/ only ${wall[1]} may be imported`;
  const isOtherFeature =
    own.feature !== undefined && imported.feature !== undefined && imported.feature !== own.feature;
  return isOtherFeature ? "features do not import each other" : undefined;
}

function isBehindWall(folder: string, path: string): boolean {
  return path.startsWith(`${sources}${folder}/`);
}

interface Place {
  /** Directly below src/; absent for the files beside the folders. */
  readonly folder: string | undefined;
  /** The folder below `features/`. */
  readonly feature: string | undefined;
  /** A file may import only from places of its own rank or a lower one; -1 for a folder that is not listed. */
  readonly rank: number;
  /** For a message. */
  readonly name: string;
}

function placeOf(path: string): Place {
  const [folder, next] = path.slice(sources.length).split("/");
  if (next === undefined) {
    return { folder: undefined, feature: undefined, rank: layers.length + 1, name: "the files beside the folders" };
  }
  const name = `${folder}/`;
  if (folder === featuresFolder) return { folder, feature: next, rank: layers.length, name };
  return { folder, feature: undefined, rank: layers.indexOf(folder ?? ""), name };
}

function isUnknown({ rank }: Place): boolean {
  return rank === -1;
}
