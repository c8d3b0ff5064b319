import { parseArgs } from "node:util";

/** What stands after `npm run bench --`. */
export function readCommandLine(givenArguments) {
  const { values } = parseArgs({
    args: givenArguments,
    options: {
      peers: { type: "boolean", default: false },
      against: { type: "string" },
      node: { type: "string", default: process.versions.node.split(".")[0] },
      rounds: { type: "string", default: "5" },
      only: { type: "string" },
      json: { type: "string" },
      write: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error("--rounds takes a whole number above 0.");
  if (values.write && values.against !== undefined) throw new Error("--write has no place for --against.");
  return { ...values, rounds };
}
