import { expect, test } from "vitest";
import { clientAt, collect } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { chunk, lastChunk, streamHead } from "../support/replies.ts";

const piece = (text: string, rest = "") =>
  chunk(`data: {"candidates":[{"content":{"role":"model","parts":[{"text":"${text}"}]}${rest}}]}\r\n\r\n`);

test("F60 a surrogate pair escaped in two events is one character in the response and in the history", async () => {
  const pieces = [
    piece("a"),
    piece("b\\ud83d"),
    piece("\\ude00"),
    piece("c\\n"),
    piece("d\\ud800", ',"finishReason":"STOP"'),
  ];
  const server = await startRawServer(({ socket }) =>
    socket.write(Buffer.concat([Buffer.from(streamHead()), ...pieces, Buffer.from(lastChunk)])),
  );
  const client = clientAt(server.url);
  const stream = client.sendMessageStream("Hi");
  const { text } = await collect(stream);
  expect(text).toBe("ab😀c\nd\ud800");
  expect((await stream.response()).text).toBe(text);
  expect(client.history[1]?.parts).toEqual([{ text }]);
});
