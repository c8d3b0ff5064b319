import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Starts the server of the soak in a process of its own. */
export async function startServer() {
  const child = fork(fileURLToPath(new URL("server.mjs", import.meta.url)), { execArgv: [] });
  const [{ url }] = await once(child, "message");
  const ask = async (request) => {
    const [[{ connections }]] = await Promise.all([once(child, "message"), child.send(request)]);
    return connections;
  };
  return {
    url,
    /** Resolves when no connection is left; the server closes them. */
    empty: async () => {
      while ((await ask("close connections")) > 0);
    },
    stop: async () => {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}
