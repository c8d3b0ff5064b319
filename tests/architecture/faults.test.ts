import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolders, root } from "../workspace.ts";

/** The numbers and states of docs/faults.md. */
async function documentedFaults(): Promise<ReadonlyMap<number, string>> {
  const text = await readFile(join(root, "docs/faults.md"), "utf8");
  const rows = text.matchAll(/^\| F(\d+) \| .* \| (tested|tested in part: [^|]+|later) \|$/gm);
  return new Map([...rows].map(([, number, state]) => [Number(number), state ?? ""]));
}

/** The numbers that stand in the names of tests. */
async function faultsInTests(): Promise<ReadonlySet<number>> {
  const numbers = new Set<number>();
  for (const folder of [...packageFolders.map((one) => `${one}/test`), "tests"]) {
    for (const file of await readdir(join(root, folder), { recursive: true })) {
      if (!file.endsWith(".test.ts")) continue;
      const text = await readFile(join(root, folder, file), "utf8");
      for (const [name] of text.matchAll(/(?:test|describe|it)(?:\.\w+)*\([^\n]*\n?[^\n]*/g)) {
        for (const [, number] of name.matchAll(/\bF(\d{1,2})\b/g)) numbers.add(Number(number));
      }
    }
  }
  return numbers;
}

test("docs/faults.md lists the faults 1 to 91", async () => {
  expect([...(await documentedFaults()).keys()]).toEqual(Array.from({ length: 91 }, (_, index) => index + 1));
});

test("a fault that is said to be tested has a test with its number, and the reverse", async () => {
  const said = [...(await documentedFaults())]
    .filter(([, state]) => state.startsWith("tested"))
    .map(([number]) => number);
  const found = await faultsInTests();
  expect([...found].sort((first, second) => first - second)).toEqual(said);
});
