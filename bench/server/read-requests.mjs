const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = "\r\n0\r\n\r\n";

/** Calls back with the path and the body's length of every request on a connection, once its body is there. */
export function readRequests(socket, onRequest) {
  let head = Buffer.alloc(0);
  let body;

  socket.on("data", (bytes) => {
    if (body === undefined) {
      head = head.length === 0 ? bytes : Buffer.concat([head, bytes]);
      const end = head.indexOf(HEAD_END);
      if (end === -1) return;
      body = bodyReader(head.latin1Slice(0, end));
      bytes = head.subarray(end + HEAD_END.length);
      head = Buffer.alloc(0);
    }
    if (!body.isComplete(bytes)) return;
    const { path, received } = body;
    body = undefined;
    onRequest({ path, bytes: received() });
  });
}

/** Bodies are counted and thrown away: what they say would cost time that is not the client's. */
function bodyReader(head) {
  const path = head.split(" ", 2)[1];
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const chunked = /\r\ntransfer-encoding: *chunked/i.test(head);
  let received = 0;
  // JSON has no bare line break, so that these bytes stand nowhere but at the end.
  let tail = "\r\n";
  const isComplete = (bytes) => {
    received += bytes.length;
    if (!chunked) return received >= length;
    tail = (tail + bytes.latin1Slice(Math.max(0, bytes.length - LAST_CHUNK.length))).slice(-LAST_CHUNK.length);
    return tail === LAST_CHUNK;
  };
  return { path, isComplete, received: () => received };
}
