import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolveTarget } from "./manifest-targets.mjs";

/** What the entry of each kind of runtime brings along, by the name under which the sources import it. */
const BROUGHT = { "#platform": "platform", "#http": "createHttp" };

const CONDITIONS = { bun: ["bun", "node"], deno: ["deno", "node"], node: ["node"], default: [] };

const HOLDER = "\0runtime";

/**
 * In place of `imports` that Node resolves while it loads the package, an entry for each kind of runtime: it imports the
 * variants for that runtime, hands them to the rest, and is what `exports` leads to. On Node, two files are read so.
 * Gives the entries' modules, the plugin that makes them, and the `exports` and `imports` to publish.
 */
export function runtimeEntries(packageFolder, { exports, imports = {} }) {
  const brought = Object.keys(imports).filter((name) => Object.hasOwn(BROUGHT, name));
  if (brought.length === 0) return { input: {}, plugins: [], exports, imports };
  const main = join(packageFolder, resolveTarget(exports["."], []));
  const modules = new Map([[HOLDER, holder(brought)]]);
  const targets = {};
  const input = {};
  for (const [runtime, conditions] of Object.entries(CONDITIONS)) {
    const name = runtime === "default" ? "index" : `index.${runtime}`;
    const variants = brought.map((from) => [
      BROUGHT[from],
      join(packageFolder, resolveTarget(imports[from], conditions)),
    ]);
    modules.set(`\0${name}`, entry(main, variants, runtime));
    input[name] = `\0${name}`;
    targets[runtime] = `./dist/${name}.js`;
  }
  return {
    input,
    exports: { ...exports, ".": { types: exports["."].types, ...targets } },
    imports: Object.fromEntries(Object.entries(imports).filter(([name]) => !brought.includes(name))),
    plugins: [ownOfEachRuntime, { name: "runtime-entries", resolveId, load: (id) => modules.get(id) }],
  };

  function resolveId(name) {
    if (brought.includes(name)) return HOLDER;
    return modules.has(name) ? name : null;
  }
}

/** A module that the variants are put into. What imports them uses them when it is called, and not before. */
function holder(brought) {
  const names = brought.map((name) => BROUGHT[name]).join(", ");
  return `export let ${names};\nexport const runOn = (runtime) => { ({ ${names} } = runtime); };\n`;
}

function entry(main, variants, runtime) {
  return [
    ...variants.map(([name, file]) => `import { ${name} } from ${JSON.stringify(`${file}?${runtime}`)};`),
    `import { runOn } from ${JSON.stringify(HOLDER)};`,
    `runOn({ ${variants.map(([name]) => name).join(", ")} });`,
    `export * from ${JSON.stringify(main)};`,
    "",
  ].join("\n");
}

/** Modules for Node stand in the entry of each runtime that uses them: a file for what two of them share would be one more. */
const ownOfEachRuntime = {
  name: "own-of-each-runtime",
  async resolveId(name, importer, { kind }) {
    const runtime = /\?(\w+)$/.exec(importer ?? "")?.[1] ?? /\?(\w+)$/.exec(name)?.[1];
    if (runtime === undefined || kind === "dynamic-import" || name.startsWith("\0")) return null;
    const file = name.replace(/\?\w+$/, "");
    if (!file.endsWith(".node.js")) return file === name ? null : file;
    const found = await this.resolve(file, importer?.replace(/\?\w+$/, ""), { skipSelf: true });
    return found && `${found.id}?${runtime}`;
  },
  load: (id) => (/\.node\.js\?\w+$/.test(id) ? readFileSync(id.replace(/\?\w+$/, ""), "utf8") : null),
};
