/**
 * What an import of the package loads is its entry, with everything that nothing else needs, and one file `core`: what other
 * entries need as well, or what is loaded later. It stands one import away from the entry, since Node reads what is named
 * deeper only after the file that names it. What only `import()` reaches is left to the bundler.
 */
export function groupModules(entries) {
  let core;
  return [
    {
      debugName: "core",
      name(module, graph) {
        core ??= findCore(entries, (id) => graph.getModuleInfo(id));
        return core.has(module) ? "core" : null;
      },
    },
  ];
}

function findCore(entries, infoOf) {
  const nowOf = (id) => infoOf(id)?.importedIds ?? [];
  const laterOf = (id) => infoOf(id)?.dynamicallyImportedIds ?? [];
  const everything = reachable(entries, (id) => [...nowOf(id), ...laterOf(id)]);
  const atOnce = entries.map((entry) => reachable([entry], nowOf));
  const later = reachable([...everything].flatMap(laterOf), nowOf);
  const isCore = (id) => [...atOnce, later].filter((modules) => modules.has(id)).length > 1;
  return new Set(
    [...new Set(atOnce.flatMap((modules) => [...modules]))].filter((id) => !entries.includes(id) && isCore(id)),
  );
}

/** Modules that lead to one another, those they start from included. */
function reachable(modules, next) {
  const reached = new Set(modules);
  for (const module of reached) for (const found of next(module)) reached.add(found);
  return reached;
}
