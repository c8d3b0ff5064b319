import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { clientAt, transports } from "../support/clients.ts";
import { type LoadServer, startLoadServer } from "./support/load-server.ts";
import { heldMegabytes } from "./support/measure.ts";

const MEGABYTES = 1_000;

/** How much the server has written when nothing more is taken of it: the buffers of both sides are full. */
async function writtenWhenStalled(server: LoadServer): Promise<number> {
  for (let before = -1; ; ) {
    const written = await server.written();
    if (written === before) return written;
    before = written;
    await wait(100);
  }
}

describe.each(transports)("$transport", ({ options }) => {
  test("F52 a gigabyte for a slow reader: what is not read yet stays with the server, and memory is bounded", async () => {
    const server = await startLoadServer();
    const client = clientAt(server.url, { ...options, maxResponseBytes: 1.1 * MEGABYTES * 1_000_000 });
    const heldBefore = await heldMegabytes();
    const paused = { unread: 0, held: 0, times: 0 };
    let text = "";
    for await (const { textDelta } of client.generateStream(`megabytes ${MEGABYTES}`)) {
      text += textDelta;
      if (text.length % (MEGABYTES / 4) !== 1) continue;
      paused.times += 1;
      paused.unread = Math.max(paused.unread, (await writtenWhenStalled(server)) - text.length);
      paused.held = Math.max(paused.held, (await heldMegabytes()) - heldBefore);
    }
    expect(text).toBe("x".repeat(MEGABYTES));
    expect(paused.times).toBe(4);
    // Most of what is unread lies in the operating system's socket buffers, about 10 MB on loopback.
    expect(paused.unread).toBeLessThan(50);
    expect(paused.held).toBeLessThan(50);
  });
});
