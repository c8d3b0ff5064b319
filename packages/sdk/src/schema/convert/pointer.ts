/**
 * A JSON Pointer to a member of what `path` points to.
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function memberPath(path: string, key: string | number): string {
  return `${path}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The keys of a JSON Pointer in a URI fragment, without the leading `#`. */
export function pointerKeys(fragment: string): readonly string[] {
  return fragment
    .split("/")
    .slice(1)
    .map((key) => percentDecoded(key).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
