/** The bytes of a text in hexadecimal. */
export function hexOf(text: string): string {
  return Buffer.from(text).toString("hex");
}

/** The same, so many bytes at a time. */
export function hexGroups(text: string, bytes = 1): readonly string[] {
  return hexOf(text).match(new RegExp(`.{1,${2 * bytes}}`, "g")) ?? [];
}

/** The hexadecimal digits of a text, without what stands between them. */
export function hexDigitsIn(text: string): string {
  return text.toLowerCase().replace(/%3a|0x|[^0-9a-f]/g, "");
}
