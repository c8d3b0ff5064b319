// `npm run bench`: every row, ours and the bare loops; with --peers the peers too. docs/performance.md tells how and why.

import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { readCommandLine } from "./command-line.mjs";
import { contenders, earlier as earlierBuild } from "./contenders.mjs";
import { printRow } from "./report/print-row.mjs";
import { resultsToAddTo, toJson, writeResults } from "./report/write-results.mjs";
import { measureRows } from "./rounds.mjs";
import { checkRows, rows } from "./rows.mjs";
import { describeRun } from "./set-up/describe-run.mjs";
import { installLibrary, installOwn } from "./set-up/install-own.mjs";
import { installPeers } from "./set-up/install-peers.mjs";
import { nodeOfMajor } from "./set-up/node-of-major.mjs";
import { startServer } from "./start-server.mjs";

const options = readCommandLine(process.argv.slice(2));
const chosenRows = rows.filter(({ id }) => options.only === undefined || id.startsWith(options.only));
if (chosenRows.length === 0) throw new Error(`No row's name begins with ${options.only}.`);
const node = await nodeOfMajor(options.node);
const chosen = contenders.filter(({ packages }) => options.peers || packages === undefined);
const peers = await installPeers(chosen, node);
const { library, command } = await installOwn();
if (options.against !== undefined) chosen.push(earlierBuild);
const run = describeRun(node, options.rounds, peers);
const earlier = options.write && options.only !== undefined ? resultsToAddTo(run) : undefined;
process.stdout.write(`${run.machine}, Node ${run.node}, ${options.rounds} rounds\n`);
const [load] = loadavg();
if (load > 0.5)
  process.stdout.write(`The machine is busy with other work (load ${load.toFixed(1)}): take no number for final.\n`);

const server = await startServer();
try {
  const packages = new Map([...peers, ["gemini-ts", library]]);
  if (options.against !== undefined) packages.set(earlierBuild.name, await installLibrary(options.against));
  const setting = { node, packages, command, server, contenders: chosen };
  const checks = await measureRows(checkRows, { ...setting, rounds: 1, passed: () => true });
  const passed = (contender, check) => check === undefined || checks[check][contender.name].failure === undefined;
  for (const row of checkRows) printRow(row, checks[row.id], chosen);

  const results = { ...run, checks, rows: {} };
  await measureRows(chosenRows, {
    ...setting,
    rounds: options.rounds,
    passed,
    onRow: (row, samples) => {
      printRow(row, samples, chosen);
      results.rows[row.id] = samples;
      // After each row: a run that is broken off keeps what it has measured.
      if (options.json !== undefined) writeFileSync(options.json, toJson(results));
      if (options.write) writeResults(results, earlier);
    },
  });
} finally {
  server.close();
}
