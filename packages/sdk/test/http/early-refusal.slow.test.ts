import { execFile } from "node:child_process";
import { createServer, type Socket } from "node:net";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { jsonReply } from "../support/replies.ts";

const run = promisify(execFile);

// The build, since what runs in a user's process is the build.
const built = new URL("../../dist/index.js", import.meta.url).href;

const tooLarge = jsonReply({ error: { code: 413, message: "Too large." } }, 413);

/** Ways in which a server that does not read a large request ends the connection. */
const endings: readonly (readonly [name: string, end: (socket: Socket) => void])[] = [
  [
    "ends it, and resets it later",
    (socket) => void socket.end(tooLarge, () => setImmediate(() => socket.resetAndDestroy())),
  ],
  ["resets it after the response", (socket) => void socket.write(tooLarge, () => socket.resetAndDestroy())],
  ["closes it after the response", (socket) => void socket.write(tooLarge, () => socket.destroy())],
];

test.each(endings)(
  "F373 a server refuses a large request before it has read it, and %s: the call fails, and the process goes on",
  async (_name, end) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => {
        socket.pause();
        end(socket);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const program = `
      import { GeminiClient, geminiApi } from ${JSON.stringify(built)};
      const baseUrl = "http://127.0.0.1:${port}";
      const client = new GeminiClient({ backend: geminiApi({ apiKey: "fake-canary", baseUrl }), retry: false });
      for (let count = 0; count < 3; count += 1) {
        const failed = await client.generate("canary".repeat(5_000_000)).then(() => "answered", ({ code }) => code);
        // The connection breaks after the response has been read.
        while (process.getActiveResourcesInfo().includes("TCPSocketWrap")) await new Promise(setImmediate);
        process.stdout.write(failed + " ");
      }
      await client.close();
      process.stdout.write("goes on");
    `;
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "--eval", program]);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^(?:(?:invalid_request|connection_failed) ){3}goes on$/);
  },
);
