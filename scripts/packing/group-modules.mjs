import { join } from "node:path";

/**
 * What an import of a package loads is its entry, with everything that nothing else needs, and one file `shared`: what the
 * variants of `imports` need as well, or what is loaded later. All stand at most one import away from the entry, since Node
 * reads what is named deeper only after the file that names it. What only `import()` reaches is left to the bundler.
 */
export function groupModules({ packageFolder, entries, variants }) {
  const absolute = (file) => join(packageFolder, file);
  let shared;
  return [
    {
      debugName: "shared",
      name(module, graph) {
        shared ??= findShared(entries.map(absolute), variants.map(absolute), (id) => graph.getModuleInfo(id));
        return shared.has(module) ? "shared" : null;
      },
    },
  ];
}

function findShared(entries, variants, infoOf) {
  const nowOf = (id) => infoOf(id)?.importedIds ?? [];
  const laterOf = (id) => infoOf(id)?.dynamicallyImportedIds ?? [];
  const everything = reachable([...entries, ...variants], (id) => [...nowOf(id), ...laterOf(id)]);
  const starts = new Set([...entries, ...variants]);
  const neededBy = [...starts].map((start) => reachable([start], nowOf));
  neededBy.push(reachable([...everything].flatMap(laterOf), nowOf));
  const atOnce = new Set(neededBy.slice(0, -1).flatMap((modules) => [...modules]));
  const isShared = (id) => neededBy.filter((modules) => modules.has(id)).length > 1;
  return new Set([...atOnce].filter((id) => !entries.includes(id) && isShared(id)));
}

/** Modules that lead to one another, those they start from included. */
function reachable(modules, next) {
  const reached = new Set(modules);
  for (const module of reached) for (const found of next(module)) reached.add(found);
  return reached;
}
