import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { Output } from "../../src/terminal/output.ts";
import { startCommand } from "../support/run-command.ts";
import { startServer, toEvent } from "../support/servers.ts";

/** What was written to a stream, one text for each write. */
function recorded({ isTTY }: { readonly isTTY: boolean }) {
  const stream = Object.assign(new PassThrough({ objectMode: true }), { isTTY });
  const output = new Output(stream, () => {});
  const writes = async () => {
    stream.end();
    const all: string[] = [];
    for await (const text of stream) all.push(String(text));
    return all;
  };
  return { output, writes };
}

describe("F395 several commands write to one pipe, as xargs -P runs them", () => {
  test.each([
    [["canary"], ["canary\n"]],
    [["canary\n"], ["canary\n"]],
    [["one ", "", "two"], ["one two\n"]],
    [["one\n", "two\n"], ["one\ntwo\n"]],
    [[], []],
  ])("%j and the line end are one write", async (pieces, expected) => {
    const { output, writes } = recorded({ isTTY: false });
    for (const piece of pieces) await output.writePiece(piece);
    await output.endLine();
    await output.endLine();
    expect(await writes()).toEqual(expected);
  });

  test("at a terminal, each piece is written at once", async () => {
    const { output, writes } = recorded({ isTTY: true });
    await output.writePiece("canary");
    await output.writePiece("!");
    await output.endLine();
    expect(await writes()).toEqual(["canary", "!", "\n"]);
  });

  test("an answer that breaks off keeps its last piece", async () => {
    const env = await startServer((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(toEvent({ content: { parts: [{ text: "rivers" }] } }));
    });
    expect(await startCommand(["hi"], { env }).ended).toMatchObject({ exitCode: 6, stdout: "rivers\n" });
  });
});
