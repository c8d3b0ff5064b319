import { runtimeEntries } from "./runtime-entries.mjs";

const privateCondition = "@gemini-ts/source";

/** A package.json without what serves the repository alone: the condition that leads to sources, scripts, dev tools. */
export function publishedManifest(packageFolder, manifest) {
  const { devDependencies: _devDependencies, scripts: _scripts, ...published } = manifest;
  const { input, exports, imports } = runtimeEntries(packageFolder, manifest);
  Object.assign(published, { exports }, Object.keys(imports).length > 0 ? { imports } : {});
  // They hand the runtime's variants to the rest, which a bundler must not leave out.
  if (Object.keys(input).length > 0) published.sideEffects = Object.keys(input).map((name) => `./dist/${name}.js`);
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
