import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolders, root } from "../workspace.ts";

/** The numbers of all faults, in the order of docs/faults.md, with their states. */
export const DOCUMENTED_FAULTS: ReadonlyMap<number, string> = documentedFaults();

/** The numbers alone. */
export const FAULTS: readonly number[] = [...DOCUMENTED_FAULTS.keys()];

function documentedFaults(): ReadonlyMap<number, string> {
  const text = readFileSync(join(root, "docs/faults.md"), "utf8");
  const rows = text.matchAll(/^\| F(\d+) \| .* \| (tested|tested in part: [^|]+|later) \|$/gm);
  return new Map([...rows].map(([, number, state]) => [Number(number), state ?? ""]));
}

/** The whole numbers from `first` to `last`. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** `test("name",`, `)("name",` after a table of cases, and `["F44 name",` in a row of one. */
const NAMES = [
  /(?:\b(?:test|describe|it)(?:\.\w+)*|\))\(\s*(["'`])((?:(?!\1)[^\n])*)\1,/g,
  /\[\s*(["'`])(F\d+ (?:(?!\1)[^\n])*)\1,/g,
];

/** How many tests carry each fault's number in their name; of a table of cases, the rows whose own names carry it. */
export function countCases(texts: readonly string[]): ReadonlyMap<number, number> {
  const cases = new Map<number, number>();
  for (const text of texts) {
    for (const [, , name = ""] of NAMES.flatMap((names) => [...text.matchAll(names)])) {
      const numbers = new Set([...name.matchAll(/\bF(\d+)\b/g)].map(([, number]) => Number(number)));
      for (const number of numbers) cases.set(number, (cases.get(number) ?? 0) + 1);
    }
  }
  return cases;
}

/** All tests of the workspace. */
export function testTexts(): string[] {
  return [...packageFolders.map((one) => `${one}/test`), "tests"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => readFileSync(join(root, folder, file), "utf8")),
  );
}

/** For people: every number with its count of tests, or a dash. */
export function faultTable(cases: ReadonlyMap<number, number>): string {
  const cells = FAULTS.map((number) => `F${number}`.padEnd(5) + String(cases.get(number) ?? "-").padStart(3));
  const rows: string[] = [];
  for (let first = 0; first < cells.length; first += COLUMNS) {
    rows.push(cells.slice(first, first + COLUMNS).join("   "));
  }
  return rows.join("\n");
}

const COLUMNS = 10;
