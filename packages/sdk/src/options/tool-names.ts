/** @see https://ai.google.dev/api/caching#FunctionDeclaration */
const ACCEPTED = /^[A-Za-z_][\w.:-]{0,127}$/;
const LONGEST = 128;

/**
 * The names under which functions are declared to Google, in the same order: their own if Google accepts them, else similar ones
 * that no other function has.
 */
export function wireNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names.filter((name) => ACCEPTED.test(name)));
  return names.map((name) => {
    if (ACCEPTED.test(name)) return name;
    const similar = name.replace(/[^\w.:-]/g, "_").replace(/^(?![A-Za-z_])/, "_");
    for (let count = 1; ; count += 1) {
      const suffix = count === 1 ? "" : `_${count}`;
      const candidate = `${similar.slice(0, LONGEST - suffix.length)}${suffix}`;
      if (taken.has(candidate)) continue;
      taken.add(candidate);
      return candidate;
    }
  });
}
