import { isRecord } from "../../wire/is-record.ts";

/** The values without repetitions. */
export function distinct(values: readonly unknown[]): readonly unknown[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

/** A string that is equal for equal JSON values, whatever the order of their members. */
export function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, member) =>
    isRecord(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}
