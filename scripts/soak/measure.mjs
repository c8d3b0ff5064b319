import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

/** Bytes that this process holds after everything that can be freed is freed: heap and buffers. */
export async function heldBytes() {
  // What ends with a callback of the next turns is still held before them.
  for (let turn = 0; turn < 5; turn += 1) {
    await nextTurn();
    collectGarbage();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What keeps this process running, but for its own standard streams. */
export async function openHandles() {
  // A handle that was closed is there until the next turns.
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  return process.getActiveResourcesInfo().filter((name) => !OWN_STREAMS.includes(name));
}

const OWN_STREAMS = ["PipeWrap", "TTYWrap"];
