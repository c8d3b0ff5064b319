import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";

const serverFile = join(import.meta.dirname, "../../../../../scripts/soak/server.mjs");

/** The server of the soak in a process of its own; prompts say what it does. */
export interface LoadServer {
  readonly url: string;
  /** Lets all answers of `held` go on together. */
  goOn(): Promise<void>;
  /** Closes all connections. */
  closeConnections(): Promise<void>;
  /** How many connections it has now. */
  connections(): Promise<number>;
  /** How many events the last answer of `megabytes` has written. */
  written(): Promise<number>;
  /** Resolves when it has none any more. */
  empty(): Promise<void>;
}

export async function startLoadServer(): Promise<LoadServer> {
  const child = fork(serverFile, { execArgv: [] });
  onTestFinished(() => child.disconnect());
  const [{ url }] = (await once(child, "message")) as [{ readonly url: string }];
  const ask = async (request: string) => {
    const [reply] = await Promise.all([once(child, "message"), child.send(request)]);
    return reply[0] as { readonly connections: number; readonly written: number };
  };
  const connections = async () => (await ask("how many?")).connections;
  return {
    url,
    connections,
    closeConnections: async () => void (await ask("close connections")),
    goOn: async () => void (await ask("go on")),
    written: async () => (await ask("how much?")).written,
    empty: async () => {
      while ((await connections()) > 0);
    },
  };
}

/** What the server's `held` and `stream` answer to a tag. */
export function piecesOf(tag: string): string {
  return Array.from({ length: 5 }, (_, piece) => `${tag}:${piece} `).join("");
}
