import type { AbortSignalLike } from "../platform/web-types.ts";
import { isRecord } from "../wire/is-record.ts";
import { type CallOptions, type GenerationOptions, generationTable } from "./call-options.ts";

/**
 * Merges layers of options, lowest first, such as a client's and a call's. For each option, the value of the highest
 * layer that sets it wins, unless the option's row in the table says how to merge.
 */
export function mergeOptions(...layers: readonly CallOptions[]): GenerationOptions {
  const merged: Record<string, unknown> = {};
  for (const layer of layers) {
    for (const [name, value] of Object.entries(layer)) {
      if (value === undefined || !isGenerationOption(name)) continue;
      const row = generationTable[name];
      const below = merged[name];
      merged[name] = row.merged === "members" && isRecord(value) && isRecord(below) ? { ...below, ...value } : value;
      if (value !== null && row.replaces) delete merged[row.replaces];
    }
  }
  return merged;
}

function isGenerationOption(name: string): name is keyof GenerationOptions {
  return Object.hasOwn(generationTable, name);
}

/**
 * Merges headers of layers, lowest first. The names become lower case. `null` drops the headers of the layers below.
 */
export function mergeHeaders(...layers: readonly CallOptions["headers"][]): Readonly<Record<string, string>> {
  let merged: Record<string, string> = {};
  for (const headers of layers) {
    if (headers === null) merged = {};
    for (const [name, value] of Object.entries(headers ?? {})) merged[name.toLowerCase()] = value;
  }
  return merged;
}

/** The signals of all layers, lowest first. `null` drops the signals of the layers below. */
export function mergeSignals(...layers: readonly CallOptions["signal"][]): readonly AbortSignalLike[] {
  const signals = layers.slice(layers.lastIndexOf(null) + 1);
  return signals.filter((signal) => signal !== null && signal !== undefined);
}
