/**
 * A connected client of the Model Context Protocol, by its shape: a `Client` of `@modelcontextprotocol/client` 2, of
 * `@modelcontextprotocol/sdk` 1, or an object of your own.
 * @see https://modelcontextprotocol.io/specification/latest/server/tools
 */
export interface McpClient {
  /** Lists the tools of the server, page by page. */
  listTools(params?: { readonly cursor?: string }): Promise<McpToolList>;
  /** Runs a tool of the server. */
  callTool(params: { readonly name: string; readonly arguments?: Record<string, unknown> }): Promise<unknown>;
}

/** A page of the tools of an MCP server. */
export interface McpToolList {
  /** The tools of this page. */
  readonly tools: readonly McpTool[];
  /** Names the next page; undefined on the last one. */
  readonly nextCursor?: string | undefined;
}

/** A tool as an MCP server describes it. */
export interface McpTool {
  /** Its name on the server. */
  readonly name: string;
  /** What it does, in words that help the model to decide when to call it. */
  readonly description?: string | undefined;
  /** The JSON Schema of its arguments. */
  readonly inputSchema: unknown;
}
