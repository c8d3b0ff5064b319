import { runClient } from "./run-client.mjs";
import { emptyHome } from "./set-up/empty-home.mjs";

/**
 * Measures rows one after the other. Within a round every contender has its turn, and each round another one begins, so
 * that what changes on the machine meanwhile meets all of them.
 * @returns for each row and contender `samples`, one an object a round, or `failure`
 */
export async function measureRows(rows, setting) {
  const measured = {};
  for (const row of rows) {
    const contenders = setting.contenders.filter((contender) => isFor(row, contender));
    const results = Object.fromEntries(contenders.map(({ name }) => [name, { samples: [] }]));
    for (const contender of contenders) {
      if (!setting.passed(contender, row.needs)) results[contender.name].failure = `did not pass ${row.needs}`;
    }
    for (let round = 0; round < (row.rounds ?? setting.rounds * (row.often ?? 1)); round += 1) {
      for (const contender of rotated(contenders, round)) {
        if (results[contender.name].failure === undefined)
          await measure(row, contender, setting, results[contender.name]);
      }
    }
    measured[row.id] = results;
    setting.onRow?.(row, results);
  }
  return measured;
}

function isFor({ only, packagesOnly }, { name, own, packages }) {
  if (packagesOnly && !own && packages === undefined) return false;
  return only === undefined || only.includes(name);
}

function rotated(list, by) {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

async function measure(row, contender, { node, packages: folders, command, server }, result) {
  const packages = folders.get(contender.name);
  const job = { row, contender, node, packages, command, url: server.url, environment: emptyHome() };
  try {
    await server.prepare(row.id);
    if (row.measureOutside) {
      const url = `${server.url}/${Object.keys(row.scenes)[0]}`;
      result.samples.push(await row.measureOutside({ ...job, url }));
      return;
    }
    const measured = await runClient(job);
    result.samples.push(row.complete ? row.complete(measured, await server.report()) : measured);
  } catch (error) {
    result.failure = error.message;
  }
}
