import { isRecord } from "../wire/is-record.ts";
import { memberPath } from "./convert/pointer.ts";

/** Marks a schema that stands for values which JSON cannot hold. No keyword of JSON Schema. */
const LOST = "gemini-ts:lost";

interface Lost {
  readonly base: Record<string, unknown>;
  readonly domain?: string;
  readonly proto?: { readonly name: string };
  readonly unit?: unknown;
}

const lost = ({ base }: Lost, name: string) => ({ ...base, [LOST]: name });

/**
 * Asks ArkType to mark what JSON Schema cannot express. Without it, ArkType writes `{}`, which accepts anything, so that the model
 * writes values that never fit. Other libraries throw. Predicates and morphs keep what JSON Schema can express.
 * @see https://arktype.io/docs/configuration#tojsonschema
 */
export const ARKTYPE_OPTIONS = {
  fallback: {
    date: (context: Lost) => lost(context, "Date"),
    proto: (context: Lost) => lost(context, context.proto?.name || "a class"),
    domain: (context: Lost) => lost(context, context.domain ?? "a value that is no JSON"),
    // JSON has no `undefined`, which stands for a member that is missing: nothing can be written for it.
    unit: (context: Lost) => (context.unit === undefined ? { not: {} } : lost(context, kindOf(context.unit))),
  },
};

function kindOf(unit: unknown): string {
  return unit instanceof Date ? "Date" : typeof unit;
}

/** The first mark in a schema: what was lost, and where. */
export function findLost(schema: unknown, path = "#"): { readonly name: string; readonly path: string } | undefined {
  if (!isRecord(schema) && !Array.isArray(schema)) return undefined;
  for (const [key, member] of Object.entries(schema)) {
    if (key === LOST) return { name: String(member), path };
    const found = findLost(member, memberPath(path, key));
    if (found) return found;
  }
  return undefined;
}
