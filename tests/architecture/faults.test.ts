import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../workspace.ts";
import { countCases, DOCUMENTED_FAULTS, FAULTS, faultTable, range, testTexts } from "./fault-cases.ts";

/** The faults whose case may still be to come: conversations, tools, structured output, the terminal. */
const MAY_COME_LATER: ReadonlySet<number> = new Set([...range(68, 82), ...range(88, 90)]);

const cases = countCases(testTexts());
test("docs/faults.md lists the faults in their order, and every row is readable", () => {
  expect(FAULTS).toEqual([...FAULTS].sort((one, other) => one - other));
  expect(FAULTS).toEqual(rowsOf(readFileSync(join(root, "docs/faults.md"), "utf8")));
});

test("every fault has a test with its number, except those that docs/faults.md marks as later", () => {
  console.info(`Tests of each fault:\n${faultTable(cases)}`);
  const owed = FAULTS.filter((number) => !MAY_COME_LATER.has(number) || DOCUMENTED_FAULTS.get(number) !== "later");
  expect(owed.filter((number) => !cases.has(number)).map((number) => `F${number}`)).toEqual([]);
});

test("docs/faults.md marks no fault as later that has or needs a test", () => {
  const later = FAULTS.filter((number) => DOCUMENTED_FAULTS.get(number) === "later");
  expect(later.filter((number) => cases.has(number) || !MAY_COME_LATER.has(number)).map((n) => `F${n}`)).toEqual([]);
});

test("a number counts once for each test whose name contains it", () => {
  const text = [
    'test("F92 and F93, again F92", () => {});',
    'test.each([\n  ["F94", 1],\n  ["F96 as a row", 1],\n])(\n  "F95 %s", () => {});',
    'describe.each(transports)("F93 on $transport", () => {});',
    "// test of F97",
    'expect("F98").toBe("F98");',
    'test("F101 has three digits", () => {});',
  ].join("\n");
  expect([...countCases([text])]).toEqual([
    [92, 1],
    [93, 2],
    [95, 1],
    [101, 1],
    [96, 1],
  ]);
});

/** The numbers at the beginning of all rows, whatever follows. */
function rowsOf(text: string): number[] {
  return [...text.matchAll(/^\| F(\d+)\b/gm)].map(([, number]) => Number(number));
}
