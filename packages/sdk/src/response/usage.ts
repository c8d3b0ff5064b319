import type { UsageMetadata } from "../wire/generate.ts";

/** Token counts as numbers: some services write 64-bit integers as text. What is no count is left out. */
export function readUsage(usage: unknown): UsageMetadata | undefined {
  if (typeof usage !== "object" || usage === null || Array.isArray(usage)) return undefined;
  const read = Object.entries(usage).flatMap(([name, value]) => {
    if (!name.endsWith("TokenCount")) return [[name, value] as const];
    const count = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
    return typeof count === "number" && Number.isFinite(count) ? [[name, count] as const] : [];
  });
  return Object.fromEntries(read);
}
