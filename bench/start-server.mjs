import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts the server in a process of its own, always on the Node that runs the bench. */
export async function startServer() {
  const child = fork(fileURLToPath(new URL("server.mjs", import.meta.url)));
  const ask = async (message) => {
    if (message !== undefined) child.send(message);
    const [reply] = await once(child, "message");
    return reply;
  };
  const { url } = await ask();
  return {
    url,
    /** Makes the bytes of a row ready, and forgets what was reported before. */
    prepare: (id) => ask({ prepare: id }),
    /** What the server saw since then. */
    report: () => ask({ report: true }),
    close: () => child.disconnect(),
  };
}
