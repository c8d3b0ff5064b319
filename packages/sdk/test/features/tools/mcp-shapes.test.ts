import { expect, it } from "vitest";
import { type McpClient, mcpTools } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";

const model = "gemini-3.8-flash";
const read = { name: "read", inputSchema: { type: "object" } };

/** Runs the tool `read` of an object that looks like a client, and returns what the model gets. */
async function resultOf(client: { readonly [Name in keyof McpClient]: (params?: unknown) => Promise<unknown> }) {
  const started = await start();
  started.emulator.next([{ functionCall: { name: "read" } }, { text: "Done." }]);
  await started.client({ model }).generate("canary-question", { tools: [mcpTools(client as McpClient)] });
  const [part] = started.requests()[1]?.contents.at(-1)?.parts ?? [];
  return (part?.functionResponse as { readonly response?: unknown } | undefined)?.response;
}

it.each([
  ["an empty text", ""],
  ["null", null],
])("F180 %s in place of a next page ends the list", async (_, nextCursor) => {
  let pages = 0;
  const listTools = async () => {
    pages += 1;
    return { tools: [read], nextCursor };
  };
  expect(await resultOf({ listTools, callTool: async () => "canary" })).toEqual({ result: "canary" });
  // At the start, and after the round.
  expect(pages).toBe(2);
});

it.each<[string, unknown, string]>([
  ["a list alone", [read], "it returned no object with a list of `tools`."],
  ["nothing", undefined, "it returned no object with a list of `tools`."],
  ["an object of tools", { tools: { read } }, "it returned no object with a list of `tools`."],
  ["one page again and again", { tools: [read], nextCursor: "2" }, "it returned the same `nextCursor` twice."],
])("F180 a client that returns %s: the error says what is wrong with it", async (_, page, words) => {
  let pages = 0;
  const listTools = async () => {
    pages += 1;
    return page;
  };
  const running = resultOf({ listTools, callTool: async () => "canary" });
  await expect(running).rejects.toMatchObject({ code: "tools_unavailable", message: expect.stringContaining(words) });
  expect(pages).toBeLessThan(4);
});

it.each<[string, unknown, object]>([
  ["a text", "canary", { result: "canary" }],
  ["an object of its own", { rows: [1] }, { rows: [1] }],
  ["a text as content", { content: "canary" }, { result: "canary" }],
  ["texts as content", { content: ["a", "b"] }, { result: "a\nb" }],
  ["one block as content", { content: { type: "text", text: "canary" } }, { result: "canary" }],
  ["no content", { content: [] }, { result: "" }],
  [
    "an error with structured content",
    { isError: true, content: [], structuredContent: { code: 5 } },
    { error: '{"code":5}' },
  ],
])("F180 a client that returns %s for a call: the model gets it", async (_, result, response) => {
  const listTools = async () => ({ tools: [read] });
  expect(await resultOf({ listTools, callTool: async () => result })).toEqual(response);
});

it("F180 the client of the AI SDK, whose tools would get no arguments, is refused as such", () => {
  class AiClient {
    listTools = async () => ({ tools: [read] });
    callTool = async ({ args }: { readonly args?: unknown }) => ({ content: [], args });
    tools = async () => ({});
  }
  expect(() => mcpTools(new AiClient() as unknown as McpClient)).toThrow(
    expect.objectContaining({ code: "invalid_options", message: expect.stringContaining("that of the AI SDK") }),
  );
});
