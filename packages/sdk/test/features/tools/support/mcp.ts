import { createRequire } from "node:module";
import { Client as ClientV2 } from "@modelcontextprotocol/client";
import { StdioClientTransport as StdioV2 } from "@modelcontextprotocol/client/stdio";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as StdioV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { onTestFinished } from "vitest";
import type { McpClient, McpTool } from "../../../../src/index.ts";

const require = createRequire(import.meta.url);

/** The official servers that run as a process of their own. */
export type ServerName = "server-everything" | "server-filesystem" | "server-memory";

interface Version {
  readonly version: string;
  /** Starts a server. Closes it and the client when the test ends. */
  readonly connect: (server: ServerName, ...args: readonly string[]) => Promise<McpClient>;
}

/** Each version of the official client. */
export const versions: readonly Version[] = [
  {
    version: "2",
    connect: async (server, ...args) => {
      const client = new ClientV2({ name: "fake-agent", version: "1.0.0" });
      await client.connect(new StdioV2(processOf(server, args)));
      onTestFinished(() => client.close());
      return client;
    },
  },
  {
    version: "1",
    connect: async (server, ...args) => {
      const client = new ClientV1({ name: "fake-agent", version: "1.0.0" });
      await client.connect(new StdioV1(processOf(server, args)));
      onTestFinished(() => client.close());
      return client;
    },
  },
];

function processOf(server: ServerName, args: readonly string[]) {
  const file = require.resolve(`@modelcontextprotocol/${server}/dist/index.js`);
  return { command: process.execPath, args: [file, ...args], stderr: "ignore" as const };
}

/** A server in the same process: a list of tools that a test changes, and what was called. */
export interface LocalServer extends McpClient {
  tools: McpTool[];
  /** The names and arguments of all calls. */
  readonly called: { readonly name: string; readonly arguments?: Record<string, unknown> }[];
}

type Call = (name: string, signal: AbortSignal) => unknown;

/** Creates a {@link LocalServer}. `call` returns the result of a call; `signal` is what the library passes on. */
export function localServer(names: readonly string[], call: Call = (name) => textResult(`did ${name}`)): LocalServer {
  const called: LocalServer["called"] = [];
  const server = {
    tools: names.map((name): McpTool => ({ name, description: `Does ${name}.`, inputSchema: { type: "object" } })),
    called,
    // One tool a page.
    listTools: async (params?: { readonly cursor?: string }) => {
      const at = Number(params?.cursor ?? 0);
      const nextCursor = at + 1 < server.tools.length ? { nextCursor: String(at + 1) } : {};
      return { tools: server.tools.slice(at, at + 1), ...nextCursor };
    },
    callTool: async (params: LocalServer["called"][number], options?: unknown) => {
      called.push(params);
      return call(params.name, (options as { readonly signal: AbortSignal }).signal);
    },
  };
  return server;
}

/** What a tool returns that returns text. */
export function textResult(text: string, isError = false): object {
  return { content: [{ type: "text", text }], isError };
}
