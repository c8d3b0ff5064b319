import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { groupModules } from "./group-modules.mjs";
import { builtFiles } from "./manifest-targets.mjs";
import { runtimeEntries } from "./runtime-entries.mjs";

/**
 * Writes a built package as the few files it is published as: its entries, what they share, and what is loaded later
 * (docs/decisions/0010-few-files.md).
 */
export async function bundlePackage(packageFolder, target) {
  const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  const runtime = runtimeEntries(packageFolder, manifest);
  const variants = builtFiles(runtime.imports);
  const files = [...builtFiles(manifest.exports), ...builtFiles(manifest.bin), ...variants].filter(
    (file) => !Object.hasOwn(runtime.input, nameOf(file)),
  );
  const input = {
    ...Object.fromEntries(files.map((file) => [nameOf(file), join(packageFolder, file)])),
    ...runtime.input,
  };
  const bundle = await rolldown({
    cwd: packageFolder,
    input,
    platform: "neutral",
    plugins: runtime.plugins,
    // Which variant of a file it is to be is decided where the package runs.
    external: (name) => Object.hasOwn(runtime.imports, name) || /^(node:|[@a-z])/.test(name),
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
      codeSplitting: { groups: groupModules(Object.values(input)) },
    });
  } finally {
    await bundle.close();
  }
}

const nameOf = (file) => file.slice("./dist/".length, -".js".length);
