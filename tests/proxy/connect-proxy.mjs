// A proxy in a process of its own: node connect-proxy.mjs '{"to":8443,"user":"name","password":"secret","refuse":503}'
// Every tunnel leads to the port `to` of loopback, whatever host it is for. Plain requests are forwarded to their host.
// Prints one line of JSON for its port, and one for each request.
import http from "node:http";
import net from "node:net";

const { to, user, password, refuse } = JSON.parse(process.argv[2] ?? "{}");
const expected = user === undefined ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

function statusFor({ method, url, headers }) {
  const status = refuse ?? (expected !== undefined && headers["proxy-authorization"] !== expected ? 407 : 200);
  print({ method, url, status });
  return status;
}

const server = http.createServer((request, response) => {
  const status = statusFor(request);
  if (status !== 200) return response.writeHead(status, { "proxy-authenticate": "Basic" }).end("The proxy refuses.");
  const { hostname, port, pathname, search } = new URL(request.url);
  const { "proxy-authorization": _, "proxy-connection": __, ...headers } = request.headers;
  const outgoing = http.request(
    { hostname, port, path: pathname + search, method: request.method, headers },
    (reply) => {
      response.writeHead(reply.statusCode, reply.headers);
      reply.pipe(response);
    },
  );
  outgoing.on("error", () => response.destroy());
  request.pipe(outgoing);
});

server.on("connect", (request, socket, head) => {
  socket.on("error", () => {});
  const status = statusFor(request);
  if (status !== 200) return socket.end(`HTTP/1.1 ${status} Refused\r\nproxy-authenticate: Basic\r\n\r\n`);
  const up = net.connect(to, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    up.write(head);
    up.pipe(socket).pipe(up);
  });
  up.on("error", () => socket.destroy());
  socket.on("close", () => up.destroy());
});

server.listen(0, "127.0.0.1", () => print({ port: server.address().port }));
