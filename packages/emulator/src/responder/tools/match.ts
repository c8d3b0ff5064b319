import type { FunctionDeclaration } from "../../wire/tools.ts";
import { findCalculation } from "../arithmetic/find.ts";
import { keyWords, stem } from "../hints/key-words.ts";

/** Verbs for asking: a question implies them. */
const ASKING = new Set("get fetch find lookup look check query show retrieve read search".split(" "));
/** Words that say nothing about what a function does. */
const FILLERS = new Set(
  (
    "a an and by for from in of on the to with at or as is are be it its this that these those all any current latest info information data details " +
    "given return function tool use user call specify value number string name result list city location please what how when which who your my me you can will do does " +
    "today now new one two api service based using about into want need tell give have has i"
  ).split(" "),
);
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  "+": ["add", "sum", "plus", "addition"],
  "-": ["subtract", "minus", "difference"],
  "*": ["multiply", "times", "product"],
  "/": ["divide", "division", "quotient"],
};
const ARITHMETIC = ["calculate", "calculator", "compute", "math", "arithmetic", "evaluate", "expression"];

/** How well a function fits a prompt; 0 is not at all. `byNameOnly` wants all of its name, and no description. */
export function matchScore({ name, description }: FunctionDeclaration, prompt: string, byNameOnly: boolean): number {
  const asked = prompt.slice(0, 2_000);
  if (namesFunction(name, asked)) return 100;
  const words = new Set([...keyWords(asked).map(stem), ...wordsForArithmetic(asked)]);
  const named = keyWords(name).map(stem);
  const verbs = named.length > 1 ? named.slice(0, 1) : [];
  const objects = named.filter((word) => !verbs.includes(word) && !FILLERS.has(word));
  const found = objects.filter((word) => words.has(word)).length;
  const verbFits = verbs.every((verb) => words.has(verb) || ASKING.has(verb));
  if (byNameOnly) return found > 0 && found === objects.length && verbFits ? found : 0;
  const described = overlap(description ?? "", words, named);
  if (found > 0 && found * 2 >= objects.length && (verbFits || described > 0))
    return 10 * (found / objects.length) + found + described;
  if (objects.length === 0 && verbs.length > 0 && words.has(verbs[0] ?? "")) return 5 + described;
  return described >= 2 ? described : 0;
}

/** A function whose name is one word of plain English must be called by it: "use glob" but not "a glob of glue". */
function namesFunction(name: string, prompt: string): boolean {
  const at = prompt.indexOf(name);
  if (at < 0 || name === "") return false;
  const isWord = !/\w/.test(prompt[at - 1] ?? " ") && !/\w/.test(prompt[at + name.length] ?? " ");
  const isPlain = /^[a-z]+$/.test(name);
  return isWord && (!isPlain || /\b(?:call|use|run|invoke|function|tool)\b/i.test(prompt));
}

function overlap(description: string, words: ReadonlySet<string>, named: readonly string[]): number {
  const described = new Set(keyWords(description.slice(0, 400)).map(stem));
  return [...described].filter(
    (word) => word.length > 2 && words.has(word) && !FILLERS.has(word) && !named.includes(word),
  ).length;
}

function wordsForArithmetic(prompt: string): readonly string[] {
  const calculation = findCalculation(prompt);
  if (!calculation) return [];
  return [
    ...ARITHMETIC,
    ...Object.keys(SYNONYMS)
      .filter((sign) => calculation.written.includes(` ${sign} `))
      .flatMap((sign) => SYNONYMS[sign] ?? []),
  ].map(stem);
}
