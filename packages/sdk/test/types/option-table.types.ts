// Compiled, never run: what the compiler demands of whoever adds an option.
import { booleanRule, listRule, stringRule } from "../../src/validation/option-rule.ts";
import type { OptionTable } from "../../src/validation/option-table.ts";

interface Options {
  flag?: boolean | null | undefined;
  word?: "a" | (string & Record<never, never>) | null | undefined;
  callback?: string | (() => string) | null | undefined;
  names?: readonly string[] | null | undefined;
  choice?: { readonly size?: number } | boolean | null | undefined;
}

const names = { ...listRule(5, "names", stringRule()), copied: true };
const choice = { ...booleanRule, copied: false };
const simple = { flag: booleanRule, word: stringRule(), callback: stringRule() };
void ({ ...simple, names, choice } satisfies OptionTable<Options>);

// @ts-expect-error an option without a row
void ({ flag: booleanRule, word: stringRule(), names, choice } satisfies OptionTable<Options>);
// @ts-expect-error an array without a word on whether it is copied
void ({ ...simple, names: listRule(5, "names", stringRule()), choice } satisfies OptionTable<Options>);
// @ts-expect-error the same of an option that is an object or a boolean
void ({ ...simple, names, choice: booleanRule } satisfies OptionTable<Options>);
// @ts-expect-error a row without an option
void ({ ...simple, names, choice, colour: booleanRule } satisfies OptionTable<Options>);
