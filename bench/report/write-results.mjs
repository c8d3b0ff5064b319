import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { tablesOf } from "./tables.mjs";

const document = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));
const resultsFile = (major) => fileURLToPath(new URL(`../results/node-${major}.json`, import.meta.url));

/** Keeps the results of one Node version, beside earlier ones of rows not measured now, and makes its tables of them. */
export function writeResults(results) {
  const major = results.node.split(".")[0];
  const file = resultsFile(major);
  const earlier = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { versions: {}, rows: {} };
  const kept = {
    ...results,
    versions: { ...earlier.versions, ...results.versions },
    rows: { ...earlier.rows, ...results.rows },
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, toJson(kept));
  writeFileSync(document, withTables(readFileSync(document, "utf8"), major, tablesOf(kept)));
}

/** JSON with numbers as exact as they are worth reading. */
export function toJson(results) {
  const rounded = (_key, value) => (typeof value === "number" ? Number(value.toPrecision(5)) : value);
  return `${JSON.stringify(results, rounded, 2)}\n`;
}

/** The document with everything between the two marks of a Node version replaced. */
export function withTables(text, major, tables) {
  const [begin, end] = [`<!-- tables of Node ${major} -->`, `<!-- end of the tables of Node ${major} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/performance.md has no place for the tables of Node ${major}.`);
  return `${before}${begin}\n\n${tables}\n${end}${after}`;
}
