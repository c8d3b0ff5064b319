import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { tablesOf } from "./tables.mjs";

const document = fileURLToPath(new URL("../../docs/performance.md", import.meta.url));
const resultsFile = (major) => fileURLToPath(new URL(`../results/node-${major}.json`, import.meta.url));
const majorOf = ({ node }) => node.split(".")[0];

/**
 * The results there are already, to which some rows are added: only to those of the same machine, versions and rounds,
 * because the tables say these of all rows.
 */
export function resultsToAddTo(run) {
  const file = resultsFile(majorOf(run));
  if (!existsSync(file)) return undefined;
  const earlier = JSON.parse(readFileSync(file, "utf8"));
  const same = ["node", "machine", "rounds", "versions"].every(
    (name) => JSON.stringify(earlier[name]) === JSON.stringify(run[name]),
  );
  if (!same) throw new Error(`${file} was measured otherwise: measure all rows again, without --only.`);
  return earlier;
}

/** Keeps the results of one Node version, and makes its tables of them. */
export function writeResults(results, earlier) {
  const major = majorOf(results);
  const kept = { ...results, rows: { ...earlier?.rows, ...results.rows } };
  mkdirSync(dirname(resultsFile(major)), { recursive: true });
  writeFileSync(resultsFile(major), toJson(kept));
  writeFileSync(document, withTables(readFileSync(document, "utf8"), major, tablesOf(kept)));
}

/** JSON with numbers as exact as they are worth reading. */
export function toJson(results) {
  const rounded = (_key, value) => (typeof value === "number" ? Number(value.toPrecision(5)) : value);
  return `${JSON.stringify(results, rounded, 2)}\n`;
}

/** The document with everything between the two marks of a Node version replaced. */
function withTables(text, major, tables) {
  const [begin, end] = [`<!-- tables of Node ${major} -->`, `<!-- end of the tables of Node ${major} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`docs/performance.md has no place for the tables of Node ${major}.`);
  return `${before}${begin}\n\n${tables}\n${end}${after}`;
}
