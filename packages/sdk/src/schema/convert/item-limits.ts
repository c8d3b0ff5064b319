import { isRecord } from "../../wire/is-record.ts";
import type { Conversion } from "./conversion.ts";
import type { Converted } from "./convert-values.ts";

/**
 * Google refuses a schema whose `maxItems` add up to about 960, with no more than "Request contains an invalid argument".
 * Arrays of objects use the budget up sooner, so each item counts with the number of schemas in it.
 *
 * @see https://github.com/googleapis/python-genai/issues/2170
 * @see https://github.com/vercel/ai/issues/21192
 */
const BUDGET = 900;

interface LimitedArray {
  readonly schema: Converted;
  readonly cost: number;
}

/** Moves the most expensive `maxItems` into descriptions until the others fit the budget. */
export function limitItems(conversion: Conversion, schemas: Iterable<Converted>): void {
  const arrays = [...schemas].flatMap((schema) => limitedArrays(schema, 1));
  let total = arrays.reduce((sum, { cost }) => sum + cost, 0);
  for (const { schema, cost } of arrays.sort((one, other) => other.cost - one.cost)) {
    if (total <= BUDGET) return;
    total -= cost;
    const hint = `maxItems: ${schema.maxItems}`;
    schema.description = typeof schema.description === "string" ? `${schema.description}\n${hint}` : hint;
    delete schema.maxItems;
    conversion.report(
      conversion.originOf(schema),
      "maxItems",
      "widened",
      "Google refuses large limits: the description has it, and the answer is validated against it.",
    );
  }
}

function limitedArrays(schema: unknown, factor: number): readonly LimitedArray[] {
  if (Array.isArray(schema)) return schema.flatMap((one) => limitedArrays(one, factor));
  if (!isRecord(schema)) return [];
  const { maxItems, items, prefixItems, properties, additionalProperties, anyOf } = schema;
  const repeats = typeof maxItems === "number" ? maxItems : 1;
  return [
    ...(typeof maxItems === "number" ? [{ schema, cost: maxItems * factor * Math.max(1, sizeOf(items)) }] : []),
    ...limitedArrays(items, factor * repeats),
    ...[prefixItems, isRecord(properties) ? Object.values(properties) : [], additionalProperties, anyOf].flatMap(
      (part) => limitedArrays(part, factor),
    ),
  ];
}

/** How many schemas a schema consists of. */
function sizeOf(schema: unknown): number {
  if (Array.isArray(schema)) return schema.reduce<number>((sum, one) => sum + sizeOf(one), 0);
  if (!isRecord(schema)) return 0;
  const { items, prefixItems, properties, additionalProperties, anyOf } = schema;
  const parts = [
    items,
    prefixItems,
    additionalProperties,
    anyOf,
    isRecord(properties) ? Object.values(properties) : [],
  ];
  return 1 + parts.reduce<number>((sum, part) => sum + sizeOf(part), 0);
}
