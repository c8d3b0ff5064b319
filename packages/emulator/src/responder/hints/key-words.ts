const PLURAL = /(?<=[a-z]{3})s$/;

/** The words of a name in any spelling ("fromCity", "from_city", "from-city"), in lower case. */
export function keyWords(key: string): readonly string[] {
  return key
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z\d]+/)
    .flatMap((word) => word.toLowerCase() || []);
}

/** Rough stem, so that "cities" meets "city" and "lights" meets "light". */
export function stem(word: string): string {
  const lower = word.toLowerCase().replace(/['’]s$/, "");
  if (lower.endsWith("ies")) return `${lower.slice(0, -3)}y`;
  return lower.length > 6 && lower.endsWith("ing")
    ? lower.slice(0, -3)
    : lower
        .replace(/(?<=ss)es$/, "")
        .replace(/ss$/, "ss ")
        .replace(PLURAL, "")
        .trim();
}
