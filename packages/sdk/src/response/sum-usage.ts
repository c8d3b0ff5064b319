import type { UsageMetadata } from "../wire/generate.ts";

/** The sum of token counts; lists of counts by modality are added up by modality. Undefined if there are none. */
export function sumUsage(usages: readonly (UsageMetadata | undefined)[]): UsageMetadata | undefined {
  const known = usages.filter((usage) => usage !== undefined);
  return known.length === 0 ? undefined : known.reduce(addUsage);
}

function addUsage(one: UsageMetadata, other: UsageMetadata): UsageMetadata {
  const sum = new Map<string, unknown>(Object.entries(one));
  for (const [name, value] of Object.entries(other)) sum.set(name, added(sum.get(name), value));
  return Object.fromEntries(sum) as UsageMetadata;
}

function added(one: unknown, other: unknown): unknown {
  if (typeof one === "number" && typeof other === "number") return one + other;
  if (!Array.isArray(one) || !Array.isArray(other)) return other ?? one;
  const byModality = new Map<unknown, object>();
  for (const count of [...one, ...other]) {
    const { modality, tokenCount = 0 } = Object(count) as { modality?: unknown; tokenCount?: number };
    const before = byModality.get(modality) as { readonly tokenCount: number } | undefined;
    byModality.set(modality, { ...count, tokenCount: (before?.tokenCount ?? 0) + tokenCount });
  }
  return [...byModality.values()];
}
