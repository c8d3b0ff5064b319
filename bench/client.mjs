// One job of one contender, in a fresh process: `node bench/client.mjs <file of rows> <row> <contender> <url> [packages]`.
// Prints what it measured as JSON. It loads nothing of its own that a contender would otherwise have to load, HTTP above
// all, and has no channel to its parent for the same reason.

import { writeSync } from "node:fs";

const [file, id, name, url, packages] = process.argv.slice(2);
const { rows } = await import(`./rows/${file}.mjs`);
const row = rows.find((candidate) => candidate.id === id);
// A contender's file is the script that a user would write: it stands ready, without the package that it asks for.
const script = await import(`./contenders/${name}.mjs`);
const load = packages === undefined ? undefined : (await import(`${packages}/load.mjs`)).load;

const contender = {
  /** The package and what the script makes of it, ready for the first request; to the first scene where none is named. */
  open: async (scene = Object.keys(row.scenes)[0]) => script.open({ url: `${url}/${scene}`, load }),
  /** The package alone. */
  importPackage: () => script.importPackage(load),
};

const measured = await row.measure(contender);
writeSync(1, `${JSON.stringify(measured)}\n`);
process.exit(0);
