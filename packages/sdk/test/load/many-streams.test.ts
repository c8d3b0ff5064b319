import { describe, expect, test } from "vitest";
import type { GeminiClient } from "../../src/index.ts";
import { clientAt, transports } from "../support/clients.ts";
import { type LoadServer, piecesOf, startLoadServer } from "./support/load-server.ts";
import { heldMegabytes, openDescriptors, usedMegabytes } from "./support/measure.ts";

const STREAMS = 1_000;
/** What else may open or close meanwhile: a connection, a pipe. */
const FEW = 4;
const tags = Array.from({ length: STREAMS }, (_, index) => `tag-${index}`);

/** Reads a stream from each client, all of them open when `atOnce` runs, and gives their texts. */
async function readAtOnce(
  server: LoadServer,
  clients: readonly GeminiClient[],
  method: "generateStream" | "sendMessageStream",
  atOnce: () => unknown = () => {},
): Promise<string[]> {
  let begun = 0;
  return Promise.all(
    tags.map(async (tag, index) => {
      let text = "";
      for await (const { textDelta } of clients[index % clients.length]![method](`held ${tag}`)) {
        if (text === "") begun += 1;
        text += textDelta;
        if (begun < STREAMS) continue;
        begun = 0;
        await atOnce();
        await server.goOn();
      }
      return text;
    }),
  );
}

describe.each(transports)("$transport", ({ transport, options }) => {
  test("F86 1,000 streams at once on one client: no cross-talk, memory and descriptors bounded and freed", async () => {
    const server = await startLoadServer();
    const client = clientAt(server.url, options);
    const descriptorsBefore = openDescriptors();
    // Node keeps up to a thousand parsers of HTTP for later, which is no matter of ours.
    await readAtOnce(server, [client], "generateStream");
    const heldBefore = await heldMegabytes();
    const peak = { megabytes: 0, descriptors: 0 };
    const texts = await readAtOnce(server, [client], "generateStream", async () => {
      expect(await server.connections()).toBe(STREAMS);
      peak.megabytes = usedMegabytes();
      peak.descriptors = openDescriptors();
    });
    expect(texts).toEqual(tags.map(piecesOf));
    // Measured: 45 KB a stream on node:http, 87 on fetch, garbage included; nothing of it stays.
    expect(peak.megabytes - heldBefore).toBeLessThan(200);
    expect((await heldMegabytes()) - heldBefore).toBeLessThan(5);
    expect(peak.descriptors).toBeLessThanOrEqual(descriptorsBefore + STREAMS + FEW);
    await client.close();
    // The runtime's fetch keeps its sockets for everybody, until the server closes them.
    if (transport === "fetch") await server.closeConnections();
    await server.empty();
    await expect.poll(openDescriptors).toBeLessThanOrEqual(descriptorsBefore + FEW);
  });

  test("F86 1,000 forks at once: no conversation contains text of another", async () => {
    const server = await startLoadServer();
    const client = clientAt(server.url, options);
    const forks = tags.map(() => client.fork());
    expect(await readAtOnce(server, forks, "sendMessageStream")).toEqual(tags.map(piecesOf));
    const answers = await Promise.all(forks.map((fork, index) => fork.sendMessage(`tags ${tags[index]}`)));
    expect(answers.map(({ text }) => text)).toEqual(tags);
    await Promise.all(forks.map((fork) => fork.close()));
  });
});
