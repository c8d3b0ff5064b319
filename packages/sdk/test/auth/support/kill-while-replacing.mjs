// Preloaded into a process that is to be killed while it replaces a file: at the point KILL_AT of its replacement number
// KILL_IN, as by `kill -9`. Nothing runs after that: no handler, no `finally`.
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import process from "node:process";

const { KILL_AT, KILL_IN } = process.env;
const { open, rename } = promises;
const isTemporary = (path) => String(path).endsWith(".tmp");
let replacements = 0;
let renamed = false;

const isAt = (name) => replacements === Number(KILL_IN) && name === KILL_AT;

function point(name) {
  if (isAt(name)) process.kill(process.pid, "SIGKILL");
}

promises.open = async (path, ...rest) => {
  if (!isTemporary(path)) {
    // The folder, to be synced after the renaming.
    if (renamed) point("before the folder's fsync");
    return await open(path, ...rest);
  }
  replacements += 1;
  renamed = false;
  point("before open");
  const file = await open(path, ...rest);
  point("after open");
  const { writeFile, sync } = file;
  file.writeFile = async (bytes) => {
    if (isAt("within write")) await file.write(bytes.subarray(0, bytes.length >> 1));
    point("within write");
    await writeFile.call(file, bytes);
    point("after write");
  };
  file.sync = async () => {
    point("before fsync");
    await sync.call(file);
    point("after fsync");
  };
  return file;
};

promises.rename = async (from, to) => {
  point("before rename");
  await rename(from, to);
  renamed = true;
  point("after rename");
};

syncBuiltinESMExports();
