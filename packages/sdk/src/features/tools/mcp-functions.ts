import { toolsUnavailable } from "../../errors/exchange-errors.ts";
import type { McpTool } from "../../options/mcp-client.ts";
import type { FunctionTool, McpSource, ToolContext } from "../../options/tool.ts";
import { isError } from "../../platform/is-error.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { isRecord } from "../../wire/is-record.ts";
import { readMcpResult } from "./mcp-result.ts";

/** Guards against a server whose pages never end. */
const MOST_PAGES = 1_000;

/** The functions of the last list, by the JSON of their tools. */
const lastFunctions = new WeakMap<McpSource, ReadonlyMap<string, FunctionTool>>();

/**
 * Lists the tools of a server as functions. A tool that has not changed since the last list is the same object, so that its
 * schema is not converted again. Throws `tools_unavailable`.
 */
export async function mcpFunctions(source: McpSource, scope: CallScope): Promise<readonly FunctionTool[]> {
  const tools = await scope.waitFor(listAll(source));
  const last = lastFunctions.get(source);
  const functions = new Map<string, FunctionTool>();
  for (const tool of tools) {
    const key = keyOf(tool);
    functions.set(key, last?.get(key) ?? functionOf(tool, source));
  }
  lastFunctions.set(source, functions);
  return [...functions.values()];
}

/** What says whether a tool has changed. A schema that is no JSON cannot be converted: its problem is reported again. */
function keyOf(tool: McpTool): string {
  const { name, description, inputSchema } = tool;
  try {
    return JSON.stringify([name, description, inputSchema, runsAsTask(tool)]);
  } catch {
    return name;
  }
}

function functionOf(tool: McpTool, { client, prefix, timeout, needsApproval }: McpSource): FunctionTool {
  const { name, description, inputSchema } = tool;
  return {
    kind: "function",
    name: `${prefix ?? ""}${name}`,
    description: typeof description === "string" ? description : undefined,
    parameters: inputSchema,
    isChecked: true,
    timeout,
    needsApproval: needsApproval ?? undefined,
    leftOut: runsAsTask(tool)
      ? "It runs only as a task, which `callTool()` of an MCP client does not start."
      : undefined,
    execute: async (args, context) => readMcpResult(await callTool(client, name, args, context, timeout)),
  };
}

/**
 * Whether a server refuses an ordinary call of the tool.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/utilities/tasks
 */
function runsAsTask(tool: McpTool): boolean {
  const { execution } = tool as { readonly execution?: unknown };
  return isRecord(execution) && execution.taskSupport === "required";
}

async function listAll({ client, name: place }: McpSource): Promise<readonly McpTool[]> {
  // By name: if the list changes between two pages, a tool can be on both.
  const tools = new Map<string, McpTool>();
  const cursors = new Set<string>();
  try {
    for (let cursor: string | undefined; ; ) {
      const page: unknown = await (cursor === undefined ? client.listTools() : client.listTools({ cursor }));
      const { tools: listed, nextCursor } = isRecord(page) ? page : {};
      if (!Array.isArray(listed)) throw new Error("it returned no object with a list of `tools`");
      for (const tool of listed.filter(isTool)) tools.set(tool.name, tool);
      // Some servers end the list with an empty text.
      if (nextCursor == null || nextCursor === "") return [...tools.values()];
      cursor = String(nextCursor);
      if (cursors.has(cursor)) throw new Error("it returned the same `nextCursor` twice");
      if (cursors.add(cursor).size >= MOST_PAGES) throw new Error(`the list has more than ${MOST_PAGES} pages`);
    }
  } catch (error) {
    throw toolsUnavailable(`mcpTools() ${place}`, isError(error) ? error.message : String(error));
  }
}

function isTool(tool: unknown): tool is McpTool {
  return isRecord(tool) && typeof tool.name === "string" && tool.name !== "";
}

/** Fits all versions of the MCP SDK, which take the request options as the second or third argument. */
type CallTool = (params: object, second?: unknown, third?: unknown) => Promise<unknown>;

/** The longest delay of a timer: the client's own deadline of a minute must not end a call that may take longer. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/** Version 2 takes the options second; version 1, which declares one parameter, takes a schema there, and the options third. */
function callTool(
  client: McpSource["client"],
  name: string,
  args: unknown,
  { signal }: ToolContext,
  timeout: number | null | undefined,
): Promise<unknown> {
  const call = client.callTool as CallTool;
  const params = { name, arguments: args };
  const options = { signal, timeout: Math.min(timeout ?? NO_LIMIT_MS, NO_LIMIT_MS) };
  return call.length === 2 ? call.call(client, params, options) : call.call(client, params, undefined, options);
}
