// The server of all measurements, in a process of its own. The first part of a request's path names the row, whose
// `scene` says what is sent. It asks nothing of a request but its path, and writes bytes that were made before.
// It speaks with its parent by messages and ends with it.

import { createServer } from "node:net";
import { allRows } from "./rows.mjs";
import { readRequests } from "./server/read-requests.mjs";
import { responderOf } from "./server/responders.mjs";

const responders = new Map();
const bodyBytes = [];

const server = createServer({ noDelay: true }, (socket) => {
  socket.on("error", () => socket.destroy());
  readRequests(socket, ({ path, bytes }) => {
    bodyBytes.push(bytes);
    const scene = path.split("/")[1];
    responders
      .get(scene)
      .respond({ socket, codeAssist: path.includes("/v1internal"), whole: !path.includes(":stream") });
  });
});

// As many as a row opens at once, without one of them waiting a second for its handshake to be repeated.
server.listen({ host: "127.0.0.1", port: 0, backlog: 2048 }, () => {
  process.send({ url: `http://127.0.0.1:${server.address().port}` });
});

process.on("message", ({ prepare, report }) => {
  if (prepare !== undefined) {
    const { scenes } = allRows.find(({ id }) => id === prepare);
    for (const [name, scene] of Object.entries(scenes)) responders.set(name, responderOf(scene));
    bodyBytes.length = 0;
    process.send({ prepared: prepare });
  }
  if (report) process.send(Object.assign({ bodyBytes }, ...[...responders.values()].map((one) => one.report?.())));
});
process.on("disconnect", () => process.exit());
