import { join } from "node:path";
import { rolldown } from "rolldown";

/**
 * Bundles a built package into the few files it is published as (docs/decisions/0020-build.md): for Node into `dist`, and
 * for browsers and edge runtimes into `dist/web` if the package has variants for them.
 */
export async function bundlePackage(packageFolder, manifest, target) {
  const built = JSON.stringify([manifest.exports, manifest.bin]).matchAll(/"\.\/(dist\/\w+\.js)"/g);
  const input = [...new Set([...built].map(([, file]) => file))];
  const options = { cwd: packageFolder, input, onLog: failOnWarning, external: /^(?:node:|[@a-z])/ };
  await write({ ...options, platform: "node" }, join(target, "dist"));
  if (manifest.imports) await write({ ...options, platform: "browser" }, join(target, "dist/web"));
}

async function write(options, dir) {
  const entries = options.input.map((file) => join(options.cwd, file));
  const bundle = await rolldown(options);
  try {
    await bundle.write({
      dir,
      entryFileNames: "[name].js",
      chunkFileNames: "[name].js",
      minify: false,
      minifyInternalExports: false,
      // The declarations hold the docstrings.
      comments: { jsdoc: false },
      // An import reads two files: an entry, and one with everything that entries import statically.
      codeSplitting: { groups: [{ name: "core", tags: ["$initial"], test: (id) => !entries.includes(id) }] },
    });
  } finally {
    await bundle.close();
  }
}

function failOnWarning(level, log) {
  if (level === "warn") throw new Error(`Bundling failed: ${log.message}`);
}
