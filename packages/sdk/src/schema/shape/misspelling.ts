import { editDistance } from "../../errors/edit-distance.ts";
import { normalized } from "../../errors/foreign-options.ts";
import { isRecord } from "../../wire/is-record.ts";
import { FORMS, QUOTED_FORMS } from "../convert/keyword-forms.ts";
import { isRestriction } from "../convert/read-keywords.ts";
import { isTypeOfSchema, looksLikeSchema } from "./looks-like.ts";
import { INNER_SCHEMAS, KEYWORDS } from "./vocabulary.ts";

/** The keyword that a name probably means. */
export interface Misspelling {
  readonly keyword: string;
  /** Whether nothing else can be meant: the value is one of the keyword, and the keyword restricts values. */
  readonly isCertain: boolean;
}

const candidates = [...KEYWORDS]
  .filter((keyword) => !keyword.startsWith("$"))
  .map((keyword) => ({ keyword, plain: normalized(keyword), letters: lettersOf(normalized(keyword)) }));

const NEED_IF = ["then", "else"];

/**
 * The keyword that an unknown member of a schema probably means; undefined if there is none, or the schema has it as well.
 *
 * | letters that differ | length of the keyword | value of the keyword's kind | other value |
 * |---|---|---|---|
 * | none (`any_of`), one (`requird`, `reqiured`) | 4, or any if none differ | certain | uncertain from 6 letters on |
 * | two | 10 | certain | no |
 * | two | 8 | uncertain | no |
 *
 * A misspelt annotation changes nothing about values, so it is never certain. `then` and `else` mean nothing without `if`, so
 * they are not meant without it.
 */
export function findMisspelling(
  name: string,
  value: unknown,
  schema: Readonly<Record<string, unknown>>,
): Misspelling | undefined {
  const plain = normalized(name);
  const letters = lettersOf(plain);
  let found: { readonly keyword: string; readonly distance: number } | undefined;
  for (const { keyword, plain: wanted, letters: wantedLetters } of candidates) {
    const most = wanted.length >= 8 ? 2 : wanted.length >= 4 ? 1 : 0;
    if (Math.abs(wanted.length - plain.length) > most || countBits(letters ^ wantedLetters) > 2 * most) continue;
    const distance = editDistance(plain, wanted);
    if (distance <= most && distance < (found?.distance ?? Number.POSITIVE_INFINITY)) found = { keyword, distance };
  }
  if (found === undefined || schema[found.keyword] !== undefined) return undefined;
  if (NEED_IF.includes(found.keyword) && schema.if === undefined) return undefined;
  const { keyword, distance } = found;
  if (!isValueOf(keyword, value, distance === 0)) {
    return distance <= 1 && keyword.length >= 6 ? { keyword, isCertain: false } : undefined;
  }
  return { keyword, isCertain: isRestriction(keyword) && (distance <= 1 || keyword.length >= 10) };
}

/**
 * Whether a value is so much one of the keyword that a member with another meaning would hardly have it.
 *
 * @param takesAny The answer for keywords that take any value, such as `const`.
 */
function isValueOf(keyword: string, value: unknown, takesAny: boolean): boolean {
  if (keyword === "type") return Array.isArray(value) ? value.every(isTypeOfSchema) : isTypeOfSchema(value);
  const inner = INNER_SCHEMAS.get(keyword);
  if (inner === "one") return looksLikeSchema(value) || (typeof value === "boolean" && /^(?:add|une)/.test(keyword));
  if (inner === "list") return Array.isArray(value) && value.length > 0 && value.every(isRecord);
  if (inner === "map") return isRecord(value) && Object.values(value).every(isRecord);
  return (FORMS.get(keyword) ?? QUOTED_FORMS.get(keyword))?.accepts(value) ?? takesAny;
}

/** Which letters a word has, as bits: words whose letters differ much need no closer look, which takes far longer. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index += 1) letters |= 1 << (word.charCodeAt(index) % 32);
  return letters;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
