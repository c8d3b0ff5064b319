import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apiErrorNames, errorForms, tokenErrorNames } from "../../src/faults/errors/error-names.ts";
import { faultProperties } from "../../src/faults/fault-properties.ts";

const readme = await readFile(join(import.meta.dirname, "../../README.md"), "utf8");

/** All names in code in the tables of faults. */
const named = new Set(
  readme
    .slice(readme.indexOf("### What a fault can be"))
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .flatMap((row) => [...row.matchAll(/`"?([\w-]+)"?`/g)].map(([, name]) => name)),
);

test.each([
  ["properties of a fault", Object.keys(faultProperties)],
  ["errors", [...apiErrorNames, ...tokenErrorNames]],
  ["forms of an error", [...errorForms]],
])("the README explains all %s", (_, names) => {
  expect(names.filter((name) => !named.has(name))).toEqual([]);
});
