import { once } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { constants, createGzip } from "node:zlib";
import type { Script, Step } from "../body-script/step.ts";

/**
 * Compresses a script piece by piece, so that its events are not delayed.
 *
 * @param whole Whether the end of gzip (last block and checksum) is sent.
 */
export async function* gzipSteps(script: Script, whole: boolean): AsyncGenerator<Step> {
  const gzip = createGzip();
  let ready: Buffer[] = [];
  const take = (): Step => {
    const bytes = Buffer.concat(ready);
    ready = [];
    return { bytes };
  };
  gzip.on("data", (bytes: Buffer) => ready.push(bytes));
  try {
    for await (const step of script) {
      if (!("bytes" in step)) {
        yield step;
        continue;
      }
      gzip.write(step.bytes);
      await new Promise<void>((resolve) => gzip.flush(constants.Z_SYNC_FLUSH, resolve));
      // The flushed bytes may be emitted a moment later.
      await nextTurn();
      yield take();
    }
    if (!whole) return;
    gzip.end();
    await once(gzip, "end");
    yield take();
  } finally {
    gzip.destroy();
  }
}
