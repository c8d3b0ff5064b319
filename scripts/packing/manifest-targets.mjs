/** The files of the build that conditions lead to. */
export function builtFiles(target) {
  if (typeof target === "string") return /^\.\/dist\/.*\.js$/.test(target) ? [target] : [];
  return [...new Set(Object.values(target ?? {}).flatMap(builtFiles))];
}

/** Where a target leads under some conditions; the first that fits counts, as in Node. */
export function resolveTarget(target, conditions) {
  if (typeof target === "string") return target;
  for (const [condition, inside] of Object.entries(target)) {
    const found =
      condition === "default" || conditions.includes(condition) ? resolveTarget(inside, conditions) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
