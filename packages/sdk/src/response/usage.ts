import type { UsageMetadata } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";

/** Whether there are token counts, seen before they are read. */
export function isUsage(usage: unknown): usage is object {
  return isRecord(usage);
}

/** Token counts as numbers: some services write 64-bit integers as text. What is no count is left out. */
export function readUsage(usage: unknown): UsageMetadata | undefined {
  if (!isUsage(usage)) return undefined;
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(usage)) {
    const count = name.endsWith("TokenCount") ? numberIn(value) : value;
    if (count !== undefined) read[name] = count;
  }
  return read;
}

function numberIn(value: unknown): number | undefined {
  const count = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof count === "number" && Number.isFinite(count) ? count : undefined;
}
