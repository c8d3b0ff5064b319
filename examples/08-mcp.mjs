// The model uses the tools of an MCP server. In a project of your own, install @modelcontextprotocol/client and the server.
// Run: node examples/08-mcp.mjs "Which files are here?"
import { createRequire } from "node:module";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { GeminiClient, mcpTools } from "gemini-ts";

const server = createRequire(import.meta.url).resolve("@modelcontextprotocol/server-filesystem/dist/index.js");
const mcp = new Client({ name: "example", version: "1.0.0" });
await mcp.connect(
  new StdioClientTransport({ command: process.execPath, args: [server, process.cwd()], stderr: "ignore" }),
);

const client = new GeminiClient({
  tools: [mcpTools(mcp, { prefix: "files_" })],
  toolLoop: {
    // Reading is allowed; everything else is not.
    approve: ({ name }) => (/^files_(?:read|list|get|search|directory)/.test(name) ? "allow" : { deny: "read only" }),
  },
  onEvent: (event) => {
    if (event.type === "tool-result") console.error(`${event.tool}: ${event.outcome} in ${event.durationMs} ms`);
  },
});

try {
  const prompt = process.argv[2] ?? "Call files_list_allowed_directories.";
  const { text } = await client.generate(prompt);
  console.log(text);
} finally {
  await client.close();
  await mcp.close();
}
