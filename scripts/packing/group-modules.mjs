import { join } from "node:path";

/**
 * Which modules of a package stand together in a published file. What an import of the package loads are two files beside
 * its entry: `core`, and `shared` for what the variants of `imports` need as well, since these are loaded before the core
 * that asks for them. What only `import()` reaches stays out of both, and is left to the bundler.
 */
export function groupModules({ packageFolder, entries, variants }) {
  let groups;
  const inGroup = (group, priority) => ({
    debugName: group,
    priority,
    name(module, graph) {
      groups ??= assign((id) => graph.getModuleInfo(id)?.importedIds ?? []);
      return groups.get(module) === group ? group : null;
    },
  });
  return [inGroup("shared", 2), inGroup("core", 1)];

  function assign(importsOf) {
    const [core, ...ofVariants] = [entries, ...variants.map((variant) => [variant])].map((files) =>
      reachable(files.map(absolute), importsOf),
    );
    const uses = new Map();
    for (const modules of [core, ...ofVariants])
      for (const module of modules) uses.set(module, (uses.get(module) ?? 0) + 1);
    const ends = new Set([...entries, ...variants].map(absolute));
    const inside = [...uses].filter(([module]) => !ends.has(module));
    return new Map(
      inside.flatMap(([module, count]) => {
        if (count > 1) return [[module, "shared"]];
        return core.has(module) ? [[module, "core"]] : [];
      }),
    );
  }

  function absolute(file) {
    return join(packageFolder, file);
  }
}

/** Modules that are loaded together with some, themselves included. */
function reachable(modules, importsOf) {
  const reached = new Set(modules);
  for (const module of reached) for (const imported of importsOf(module)) reached.add(imported);
  return reached;
}
