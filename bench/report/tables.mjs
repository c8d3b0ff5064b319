import { BASELINE, contenders } from "../contenders.mjs";
import { rows } from "../rows.mjs";
import { numbersOf, shown, shownSummary, summaryOf } from "./statistics.mjs";

const OWN = contenders.find(({ own }) => own).name;

/** The results of one Node version as Markdown: ratios to the bare loop, then numbers as they are. */
export function tablesOf(results) {
  const measured = rows.filter(({ id }) => results.rows[id]);
  const lines = measured.flatMap((row) =>
    Object.entries(row.values).map(([key, value]) => ({ row, key, value, results: results.rows[row.id] })),
  );
  const columns = contenders.filter(({ name }) => lines.some((line) => line.results[name]));
  return [
    headOf(results),
    "Over the bare `fetch` loop in the same round; median (least–greatest):\n",
    tableOf(
      lines.filter(({ value }) => value.ratio),
      columns,
      results,
    ),
    "As measured; median (least–greatest):\n",
    tableOf(
      lines.filter(({ value }) => !value.ratio),
      columns,
      results,
    ),
    ...failuresOf(measured, results),
  ].join("\n");
}

function headOf({ node, machine, rounds, date, versions }) {
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const peers = used.length === 0 ? "" : ` Peers: ${used.join(", ")}.`;
  return `Node ${node}; ${machine}; ${rounds} rounds; ${date}.${peers}\n`;
}

function tableOf(lines, columns, { node }) {
  const major = node.split(".")[0];
  const head = ["work", "goal", "met", ...columns.map(({ title }) => title)];
  const body = lines.map((line) => {
    const goal = line.value.goals[major];
    return [
      titleOf(line),
      goalOf(line.value, goal),
      metBy(line, goal),
      ...columns.map(({ name }) => cellOf(line, name)),
    ];
  });
  return `${[head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}

function titleOf({ row, value }) {
  const unit = value.unit === "" ? "" : `, ${value.unit}`;
  return `${row.title}: ${value.title}${value.ratio ? "" : unit}`;
}

function goalOf({ higherIsBetter }, goal) {
  return goal === undefined ? "" : `${higherIsBetter ? "≥" : "≤"} ${goal}`;
}

/** By the median, as everything here. */
function metBy({ results, key, value }, goal) {
  const reached = summaryOf(numbersOf(results, OWN, key, value.ratio))?.median;
  if (goal === undefined || reached === undefined) return "";
  return (value.higherIsBetter ? reached >= goal : reached <= goal) ? "yes" : "**no**";
}

function cellOf({ results, key, value }, name) {
  if (results[name] === undefined) return "";
  if (results[name].failure !== undefined) return "fails";
  if (!value.ratio) return shownSummary(summaryOf(numbersOf(results, name, key, false)));
  if (name !== BASELINE) return shownSummary(summaryOf(numbersOf(results, name, key, true)));
  return `1 = ${shown(summaryOf(numbersOf(results, name, key, false))?.median)} ${value.unit}`;
}

function failuresOf(measured, { rows: results }) {
  const failures = measured.flatMap(({ id, title }) =>
    Object.entries(results[id])
      .filter(([, { failure }]) => failure !== undefined)
      .map(([name, { failure }]) => `- ${title}: ${name}: ${failure}`),
  );
  return failures.length === 0 ? [] : [`Failures:\n\n${failures.join("\n")}\n`];
}
