/** The list, or an empty one: Google's JSON can have a value of any type in its place. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
