/** The words of a name in any spelling ("fromCity", "from_city", "from-city"), in lower case. */
export function nameWords(name: string): readonly string[] {
  const words = name.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2").toLowerCase();
  return words.match(/[\p{L}\p{N}]+/gu) ?? [];
}
