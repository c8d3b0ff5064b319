import { describe, expect, test } from "vitest";
import type { GeminiClient } from "../../src/index.ts";
import { clientAt, transports } from "../support/clients.ts";
import { type LoadServer, startLoadServer } from "./support/load-server.ts";
import { heldMegabytes } from "./support/measure.ts";

const MEGABYTES = 1_000;

/** How much the server has written when the client takes nothing more: the buffers of both sides are full. */
async function writtenWhenStalled(server: LoadServer, client: GeminiClient): Promise<number> {
  for (let before = -1; ; ) {
    const written = await server.written();
    if (written === before) return written;
    before = written;
    // Each of these calls passes through the event loops of both processes, in which a client that still reads takes more.
    for (let call = 0; call < 20; call += 1) await client.generate("whole tag");
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
      paused.unread = Math.max(paused.unread, (await writtenWhenStalled(server, client)) - text.length);
      paused.held = Math.max(paused.held, (await heldMegabytes()) - heldBefore);
    }
    expect(text).toBe("x".repeat(MEGABYTES));
    expect(paused.times).toBe(4);
    // Most of what is unread lies in the operating system's socket buffers, about 10 MB on loopback.
    expect(paused.unread).toBeLessThan(50);
    expect(paused.held).toBeLessThan(50);
  });
});
