const privateCondition = "@gemini-ts/source";

/** A package.json without what serves the repository alone: the condition that leads to sources, scripts, dev tools. */
export function publishedManifest(manifest) {
  const { devDependencies: _devDependencies, scripts: _scripts, ...published } = manifest;
  for (const field of ["exports", "imports"]) {
    if (published[field] !== undefined) published[field] = withoutPrivateCondition(published[field]);
  }
  return published;
}

function withoutPrivateCondition(target) {
  if (Array.isArray(target)) return target.map(withoutPrivateCondition);
  if (typeof target !== "object" || target === null) return target;
  const kept = Object.entries(target).filter(([condition]) => condition !== privateCondition);
  return Object.fromEntries(kept.map(([condition, value]) => [condition, withoutPrivateCondition(value)]));
}
