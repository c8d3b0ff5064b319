import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { contenders } from "../contenders.mjs";
import { versionOf } from "./node-of-major.mjs";

/** What numbers mean nothing without: the machine, the Node of the clients, the versions, the day. */
export function describeRun(node, rounds, peers) {
  const memory = Math.round(totalmem() / 2 ** 30);
  return {
    node: versionOf(node),
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${memory} GiB, ${process.platform} ${process.arch}`,
    rounds,
    versions: Object.fromEntries([...peers].flatMap(([name, folder]) => versionsIn(name, folder))),
  };
}

function versionsIn(name, folder) {
  const { packages } = contenders.find((contender) => contender.name === name);
  return packages.map((spec) => {
    const packageName = spec.replace(/(?<=.)@.*/, "");
    const manifest = join(folder, "node_modules", packageName, "package.json");
    return [packageName, JSON.parse(readFileSync(manifest, "utf8")).version];
  });
}
