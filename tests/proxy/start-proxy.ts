import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

export interface ProxyOptions {
  /** The port of loopback to which every tunnel leads. */
  readonly to?: number;
  /** What the proxy requires. */
  readonly user?: string;
  readonly password?: string;
  /** The status with which every request is refused. */
  readonly refuse?: number;
}

/** A proxy in a process of its own. */
export interface Proxy {
  readonly port: number;
  /** Without user name and password. */
  readonly url: string;
  /** What it was asked, such as `CONNECT example.com:443 200`. */
  readonly seen: readonly string[];
}

/** Starts a proxy that ends with the test. */
export async function startProxy(options: ProxyOptions = {}): Promise<Proxy> {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(import.meta.dirname, "connect-proxy.mjs"), JSON.stringify(options)],
    { stdio: ["ignore", "pipe", "inherit"], env: { PATH: process.env.PATH } },
  );
  onTestFinished(async () => {
    const ended = once(child, "close");
    child.kill();
    await ended;
  });
  const seen: string[] = [];
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const port = await new Promise<number>((resolve) => {
    lines.on("line", (line) => {
      const { port: own, method, url, status } = JSON.parse(line);
      if (own === undefined) seen.push(`${method} ${url} ${status}`);
      else resolve(own);
    });
  });
  return { port, url: `http://127.0.0.1:${port}`, seen };
}

/** An address on loopback where nothing listens: port 1 is reserved. */
export const DEAD_PROXY = "http://127.0.0.1:1";
