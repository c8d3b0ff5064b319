/**
 * The Gemini API documents 128 characters; the Gemini CLI sends at most 64, and older messages of Google name that limit.
 * @see https://ai.google.dev/api/caching#FunctionDeclaration
 * @see https://github.com/google-gemini/gemini-cli/issues/7869
 */
const ACCEPTED = /^[A-Za-z_][\w.:-]{0,63}$/;
const LONGEST = 64;

/**
 * The name under which a function is declared to Google: its own if Google accepts it, else a similar one with a checksum. It
 * depends on nothing but the name, so that a stored call names the same function in a program with other tools, or with tools
 * in another order.
 */
export function wireName(name: string): string {
  if (ACCEPTED.test(name)) return name;
  const similar = name.replace(/[^\w.:-]/g, "_").replace(/^(?![A-Za-z_])/, "_");
  const suffix = `_${checksum(name)}`;
  return `${similar.slice(0, LONGEST - suffix.length)}${suffix}`;
}

/** FNV-1a. @see https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
