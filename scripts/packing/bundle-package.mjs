import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { groupModules } from "./group-modules.mjs";

/**
 * Writes a built package as the few files it is published as: its entries, what they share, and what is loaded later
 * (docs/decisions/0010-few-files.md).
 */
export async function bundlePackage(packageFolder, target) {
  const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  const entries = builtFiles([manifest.exports, manifest.bin]);
  const variants = builtFiles(manifest.imports);
  const variantNames = Object.keys(manifest.imports ?? {});
  const input = Object.fromEntries([...entries, ...variants].map((file) => [file.slice("./dist/".length, -3), file]));
  const bundle = await rolldown({
    cwd: packageFolder,
    input,
    platform: "neutral",
    // Which variant of a file it is to be is decided where the package runs.
    external: (name) => variantNames.includes(name) || /^(node:|[@a-z])/.test(name),
    onLog(level, log) {
      if (level === "warn") throw new Error(`Bundling ${manifest.name}: ${log.message}`);
    },
  });
  try {
    await bundle.write({
      dir: join(target, "dist"),
      entryFileNames: "[name].js",
      chunkFileNames: "[name].js",
      minify: false,
      minifyInternalExports: false,
      // What the declarations say, nobody has to load.
      comments: { jsdoc: false },
      codeSplitting: { groups: groupModules({ packageFolder, entries, variants }) },
    });
  } finally {
    await bundle.close();
  }
}

/** The files of the build that conditions lead to. */
function builtFiles(target) {
  if (typeof target === "string") return /^\.\/dist\/.*\.js$/.test(target) ? [target] : [];
  return [...new Set(Object.values(target ?? {}).flatMap(builtFiles))];
}
