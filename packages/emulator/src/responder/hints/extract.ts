/** What stands in a prompt that could be a value somewhere else. In the order of the prompt, without doubles. */
export interface Extracts {
  readonly prompt: string;
  readonly quoted: readonly string[];
  readonly numbers: readonly NumberInText[];
  readonly paths: readonly string[];
  readonly urls: readonly string[];
  readonly emails: readonly string[];
  readonly dates: readonly string[];
  /** Words in capitals, such as currencies and ticker symbols. */
  readonly codes: readonly string[];
  /** Runs of capitalised words: names of people and places. */
  readonly names: readonly NameInText[];
}

/** A number with the words next to it, in lower case. */
export interface NumberInText {
  readonly value: number;
  readonly before: string;
  readonly after: string;
}

/** A capitalised run with the word before it, in lower case. */
export interface NameInText {
  readonly name: string;
  readonly before: string;
}

const LONGEST_READ = 4_000;
const NOT_NAMES = new Set(
  (
    "a an and answer are at can compute convert could count create describe do does explain extract fill find for from generate get give " +
    "hello hey hi how i if in is it its json let list look make me my name no of on or please provide read remember return run " +
    "say search send set show summarize tell that the then there these this those time to use user was what what's whats weather when where which who why will with " +
    "write yes you your celsius fahrenheit also book order play turn add delete open monday tuesday wednesday thursday friday saturday sunday"
  ).split(" "),
);

/** Reads the first 4,000 characters of a prompt. */
export function extractFrom(prompt: string): Extracts {
  const text = prompt.slice(0, LONGEST_READ);
  const urls = allOf(text, /https?:\/\/[^\s"'<>)]{1,500}/g).map((url) => url.replace(/[.,;:!?]+$/, ""));
  const emails = allOf(text, /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g);
  const plain = [...urls, ...emails].reduce((rest, found) => rest.replaceAll(found, " "), text);
  return {
    prompt: text,
    urls,
    emails,
    quoted: Array.from(
      text.matchAll(/"([^"\n]{1,300})"|“([^”\n]{1,300})”|`([^`\n]{1,300})`|(?<!\w)'([^'\n]{1,300})'(?!\w)/g),
      (match) => (match[1] ?? match[2] ?? match[3] ?? match[4] ?? "").trim(),
    ),
    numbers: numbersIn(plain),
    paths: pathsIn(plain),
    dates: allOf(plain, /\b\d{4}-\d{2}-\d{2}\b/g),
    codes: allOf(plain, /\b[A-Z]{2,5}\b/g).filter((code) => !["JSON", "API", "URL", "AI"].includes(code)),
    names: namesIn(plain),
  };
}

function allOf(text: string, pattern: RegExp): readonly string[] {
  return [...new Set(Array.from(text.matchAll(pattern), ([match]) => match))];
}

function numbersIn(text: string): readonly NumberInText[] {
  const withoutDates = text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, " ");
  return Array.from(withoutDates.matchAll(/(?<![\w.])(-?\d[\d,]{0,15}(?:\.\d{1,10})?)(?![\w.]*\d)/g), (match) => ({
    value: Number((match[1] ?? "").replaceAll(",", "")),
    before: wordBefore(withoutDates, match.index),
    after:
      /^[\s-]{0,3}([\p{L}°%]{1,30})/u
        .exec(withoutDates.slice(match.index + match[0].length, match.index + match[0].length + 34))?.[1]
        ?.toLowerCase() ?? "",
  })).filter(({ value }) => Number.isFinite(value));
}

function pathsIn(text: string): readonly string[] {
  const found = allOf(
    text,
    /(?<![\w/.~-])(?:[~.]{0,2}\/[\w.@~+/-]{0,200}|[\w@+-][\w.@+/-]{0,100}\/[\w.@+/-]{0,100}|[\w@+-][\w.@+-]{0,100}\.[A-Za-z]\w{0,9})/g,
  );
  return found
    .map((path) => path.replace(/[.,;:!?]+$/, ""))
    .filter((path) => path !== "" && !/^(?:e\.g|i\.e)$/i.test(path));
}

function namesIn(text: string): readonly NameInText[] {
  const runs = Array.from(
    text.matchAll(/(?<![\p{L}\p{N}'’/.-])\p{Lu}[\p{L}'’-]{1,40}(?: \p{Lu}[\p{L}'’-]{1,40}){0,4}(?:, [A-Z]{2}\b)?/gu),
  );
  return runs.flatMap((match) => {
    const words = match[0].split(" ");
    const start = words.findIndex((word) => !NOT_NAMES.has(word.toLowerCase()));
    const name =
      start < 0
        ? ""
        : words
            .slice(start)
            .join(" ")
            .replace(/['’]s$/, "");
    if (name.length < 2) return [];
    return [{ name, before: start > 0 ? (words[start - 1] ?? "").toLowerCase() : wordBefore(text, match.index) }];
  });
}

function wordBefore(text: string, index: number): string {
  return /([\p{L}']{1,30})[\s:=-]{0,3}$/u.exec(text.slice(Math.max(0, index - 34), index))?.[1]?.toLowerCase() ?? "";
}
