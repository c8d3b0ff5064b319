import { BASELINE } from "../contenders.mjs";
import { numbersOf, shownSummary, summaryOf } from "./statistics.mjs";

/** Tells a row's results as soon as they are there. */
export function printRow({ id, title, values = {} }, results, contenders) {
  const lines = [`\n${id}: ${title}`];
  for (const { name } of contenders.filter(({ name }) => results[name])) {
    const { failure } = results[name];
    const numbers = Object.entries(values).map(([key, value]) => told(results, name, key, value));
    lines.push(`  ${name.padEnd(18)} ${failure ?? (numbers.join("   ") || "passed")}`);
  }
  process.stdout.write(`${lines.join("\n")}\n`);
}

function told(results, name, key, { title, unit, ratio }) {
  const summary = summaryOf(numbersOf(results, name, key));
  const own = summary === undefined ? `${title} –` : `${title} ${shownSummary(summary)} ${unit}`.trimEnd();
  if (!ratio || name === BASELINE || summary === undefined) return own;
  return `${own} = ${shownSummary(summaryOf(numbersOf(results, name, key, true)))}x`;
}
