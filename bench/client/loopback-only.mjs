// Loaded before the checks: a contender that wants to speak with anything but this machine fails them, and is never run
// without this watch.

import { writeSync } from "node:fs";
import { Socket } from "node:net";

const connect = Socket.prototype.connect;

Socket.prototype.connect = function connectHere(...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  const { host, path } = typeof first === "object" ? first : { host: second };
  if (path === undefined && !/^(?:localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/.test(host ?? "localhost")) {
    writeSync(2, `Error: it wants to speak with ${host}\n`);
    process.exit(1);
  }
  return connect.apply(this, given);
};
