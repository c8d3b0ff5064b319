import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Output } from "../src/terminal/output.ts";
import { startCommand } from "./support/run-command.ts";
import { startServer, toEvent } from "./support/servers.ts";

const thinking = toEvent({ content: { parts: [{ text: "Hm", thought: true }] } });

/** A server whose answer begins like this and does not end. */
const startThinking = () =>
  startServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(thinking);
  });

test.each([
  ["the thinking", "stderr", ["--show-thinking", "hi"]],
  ["the failure", "stderr", ["hi"]],
  ["the help", "stdout", ["--help"]],
  ["the help for an empty prompt", "stderr", []],
  ["the answer", "stdout", ["--offline", "hi"]],
  ["the answer as JSON", "stdout", ["--offline", "--json", "hi"]],
] as const)("F249 nobody reads %s from %s: a signal ends the command", async (what, unread, words) => {
  for (const [signal, expected] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    const env = what === "the thinking" ? await startThinking() : {};
    const running = startCommand(words, { env, unread });
    await running.untilWaiting();
    running.kill(signal);
    expect(await running.ended).toMatchObject({ exitCode: expected });
  }
});

test("F249 stopWaiting() releases all pending writes", async () => {
  const output = new Output(new PassThrough({ highWaterMark: 1 }), () => {});
  const writes = [output.write("thinking"), output.write("a warning beside it")];
  output.stopWaiting();
  await Promise.all([...writes, output.write("later")]);
});
