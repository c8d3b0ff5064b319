import { onTestFinished } from "vitest";
import { JsonReader } from "../../../src/schema/json/json-reader.ts";

/** The work of reading JSON, counted without a clock. */
export interface ReadingWork {
  /** Characters that all readers read, each as often as it was read. */
  characters: number;
  /** Members of the objects and arrays that snapshots copied. */
  copied: number;
}

/** Counts what all JSON readers do until the end of the test. */
export function countReading(): ReadingWork {
  const work: ReadingWork = { characters: 0, copied: 0 };
  const { read, snapshot } = JsonReader.prototype;
  onTestFinished(() => void Object.assign(JsonReader.prototype, { read, snapshot }));
  const seen = new WeakSet<object>();
  JsonReader.prototype.read = function (text, start) {
    const end = read.call(this, text, start);
    // A reader that stops at once has looked at one character.
    work.characters += Math.max(1, end - start);
    return end;
  };
  JsonReader.prototype.snapshot = function () {
    const copy = snapshot.call(this);
    work.copied += newMembersIn(copy, seen);
    return copy;
  };
  return work;
}

/** The members of the containers that no earlier snapshot had. What they share with earlier ones is not looked at. */
function newMembersIn(value: unknown, seen: WeakSet<object>): number {
  if (typeof value !== "object" || value === null || seen.has(value)) return 0;
  seen.add(value);
  const members = Object.values(value);
  return members.reduce<number>((sum, member) => sum + newMembersIn(member, seen), members.length);
}
