import { atEntry } from "../errors/caller.ts";
import { invalidOption } from "../errors/option-errors.ts";
import { booleanRule, checkValue, type OptionRule, stringRule } from "../validation/option-rule.ts";
import { type OptionTable, validateOptions } from "../validation/option-table.ts";
import type { McpClient } from "./mcp-client.ts";
import { createTool, type Tool, toolTimeoutRule } from "./tool.ts";

/** How the tools of an MCP server are used. */
export interface McpToolsOptions {
  /**
   * Text before the name of each tool, such as `"files_"`, so that the tools of several servers have different names.
   * @default none
   */
  readonly prefix?: string | null | undefined;
  /**
   * Whether each call has to be approved by `toolLoop.approve` before it runs; without `approve`, the exchange pauses.
   * @default false; but true if `approve` is set and no tool of the call says true
   */
  readonly needsApproval?: boolean | null | undefined;
  /**
   * Deadline in milliseconds for one call of a tool. After it, the request to the server is cancelled, and the model gets an
   * error. `null`: no limit.
   * @default 300000
   */
  readonly timeout?: number | null | undefined;
}

const mcpTable: OptionTable<McpToolsOptions> = {
  prefix: stringRule(),
  needsApproval: booleanRule,
  timeout: toolTimeoutRule,
};

const clientRule: OptionRule = {
  expected: "a connected MCP client, an object with the methods `listTools` and `callTool`",
  accepts: (value) => hasMethods(value, "listTools", "callTool") && !isOfAiSdk(value),
  errorFor: (name, value) => (isOfAiSdk(value) ? invalidOption(name, value, FOR_AI_SDK) : undefined),
};

const FOR_AI_SDK =
  "a client of `@modelcontextprotocol/client` or `@modelcontextprotocol/sdk`; that of the AI SDK gets the arguments of a tool under another name";

/** The client that `createMCPClient()` of the AI SDK makes: its `callTool()` would call the tool without arguments. */
function isOfAiSdk(value: unknown): boolean {
  return hasMethods(value, "tools", "listTools", "callTool");
}

function hasMethods(value: unknown, ...names: readonly string[]): boolean {
  return (
    typeof value === "object" && value !== null && names.every((name) => typeof Reflect.get(value, name) === "function")
  );
}

/**
 * All tools of an MCP server, for the option `tools`:
 *
 * ```ts
 * import { Client } from "@modelcontextprotocol/client";
 * import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
 * import { GeminiClient, mcpTools } from "gemini-ts";
 *
 * const mcp = new Client({ name: "my-agent", version: "1.0.0" });
 * const server = ["node_modules/@modelcontextprotocol/server-filesystem/dist/index.js", "."];
 * await mcp.connect(new StdioClientTransport({ command: "node", args: server, stderr: "ignore" }));
 * const client = new GeminiClient({ tools: [mcpTools(mcp, { prefix: "files_" })] });
 * console.log((await client.generate("Which files are here?")).text);
 * await mcp.close();
 * ```
 *
 * The tools are listed at the start of each exchange and after each round of calls, so changes to the list take effect.
 * A tool whose schema Gemini does not accept is left out, with the warning `tool_left_out`. If the list cannot be read,
 * the call fails with `tools_unavailable`; between two rounds, the last list stays in use, with a warning. The server
 * checks the arguments. Images and audio of results reach the model.
 *
 * The client stays yours: connect it before, and close it after. Throws `invalid_options`.
 *
 * @param client A connected client of any version of the MCP SDK.
 */
export function mcpTools(client: McpClient, options: McpToolsOptions = {}): Tool {
  const checked = atEntry(mcpTools, () => {
    checkValue("mcpTools.client", client, clientRule);
    return validateOptions(options, { owner: "mcpTools", table: mcpTable });
  });
  return createTool({ ...checked, kind: "mcp", name: `${checked.prefix ?? ""}*`, client });
}
