// A Gemini API that does what the prompt says, `<mode> <tag>`, as fast as it can. It runs in a process of its own, so
// that the client's memory, descriptors and handles can be measured alone. It ends with the process that forked it.

import { createServer } from "node:http";

const PIECES = 5;

/** Streams that wait for the others, to go on with them. */
const held = [];

/** Megabytes that the last answer of them has written. */
let written = 0;

/** Tags that were refused once. */
const refused = new Set();

const modes = {
  whole: (response, tag) => sendJson(response, answer(tag, "STOP")),
  stream: (response, tag) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (let piece = 0; piece < PIECES; piece += 1) response.write(event(answer(`${tag}:${piece} `)));
    response.end(event(answer("", "STOP")));
  },
  /** One piece at once, the others when all that are held go on. */
  held: (response, tag) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(event(answer(`${tag}:0 `)));
    held.push({ response, tag });
  },
  /** Says which tags the request holds: those of the whole conversation. */
  tags: (response, _tag, body) => {
    const tags = new Set(body.match(/tag-\d+/g));
    sendJson(response, answer([...tags].join(" "), "STOP"));
  },
  busy: (response, tag) => {
    if (refused.delete(tag)) return modes.whole(response, tag);
    refused.add(tag);
    sendJson(response, { error: { code: 503, message: "Busy.", status: "UNAVAILABLE" } }, 503);
  },
  refused: (response) => sendJson(response, { error: { code: 400, message: "No.", status: "INVALID_ARGUMENT" } }, 400),
  half: (response, tag) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(event(answer(tag)));
  },
  /** So many megabytes, as fast as they are taken: in each a word, and a comment that nobody keeps. */
  megabytes: (response, count) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const megabyte = Buffer.from(`: ${"x".repeat(1_000_000)}\n${event(answer("x"))}`);
    written = 0;
    const push = () => {
      while (written < Number(count)) {
        written += 1;
        if (!response.write(megabyte)) return;
      }
      response.end(event(answer("", "STOP")));
      response.off("drain", push);
    };
    response.on("drain", push);
    push();
  },
  cut: (response, tag) => {
    modes.half(response, tag);
    setImmediate(() => response.socket?.destroy());
  },
  reset: (response) => response.socket.resetAndDestroy(),
  silent: () => {},
};

const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const body = Buffer.concat(pieces).toString();
    const { parts } = JSON.parse(body).contents.at(-1);
    const [mode, ...words] = parts[0].text.split(" ");
    modes[mode](response, ...words, body);
  });
  request.on("error", () => {});
  response.on("error", () => {});
});

// As many as a test opens at once, without one of them waiting a second for its handshake to be repeated.
// On a busy machine, a connection could otherwise be closed at the moment at which the client uses it again.
server.keepAliveTimeout = 0;
server.listen({ host: "127.0.0.1", port: 0, backlog: 2048 }, () => {
  process.send({ url: `http://127.0.0.1:${server.address().port}` });
});

process.on("message", (request) => {
  if (request === "close connections") server.closeAllConnections();
  if (request === "go on") goOn();
  server.getConnections((_error, connections) => process.send({ connections, written }));
});
process.on("disconnect", () => process.exit());

/** Piece by piece through all of them, so that they are read mixed with each other. */
function goOn() {
  const streams = held.splice(0);
  for (let piece = 1; piece < PIECES; piece += 1) {
    for (const { response, tag } of streams) response.write(event(answer(`${tag}:${piece} `)));
  }
  for (const { response } of streams) response.end(event(answer("", "STOP")));
}

function answer(text, finishReason) {
  return { candidates: [{ content: { role: "model", parts: [{ text }] }, finishReason }] };
}

function event(value) {
  return `data: ${JSON.stringify(value)}\r\n\r\n`;
}

function sendJson(response, value, status = 200) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}
