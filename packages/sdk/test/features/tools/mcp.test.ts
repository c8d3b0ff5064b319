import { describe, expect, it } from "vitest";
import { type GeminiEvent, mcpTools, tool } from "../../../src/index.ts";
import { gate } from "../../client/support/told.ts";
import { start, ways } from "../../client/support/ways.ts";
import { failureOf } from "../../support/clients.ts";
import { ManualClock } from "../../support/platform.ts";
import { localServer, textResult } from "./support/mcp.ts";

const model = "gemini-3.8-flash";

function declaredIn(request: { readonly [other: string]: unknown } | undefined): readonly string[] {
  const tools = request?.tools as readonly { functionDeclarations?: readonly { name: string }[] }[] | undefined;
  return tools?.flatMap(({ functionDeclarations = [] }) => functionDeclarations.map(({ name }) => name)) ?? [];
}

function warningsIn(events: readonly GeminiEvent[]) {
  return events.flatMap((event) => (event.type === "warning" ? [[event.code, event.message]] : []));
}

describe.each(ways)("on $way", (way) => {
  it("F180 runs the tools of an MCP server beside functions, under a prefix", async () => {
    const started = await way.start();
    const server = localServer(["read", "write"]);
    const own = tool({ name: "read", execute: () => "own" });
    started.emulator.next({ functionCall: [{ name: "files_read", args: { path: "a" } }, { name: "read" }] });
    started.emulator.next({ text: "Done." });
    const client = started.client({ model, tools: [own, mcpTools(server, { prefix: "files_" })] });
    const response = await client.generate("canary-question");
    expect(response.text).toBe("Done.");
    expect(server.called).toEqual([{ name: "read", arguments: { path: "a" } }]);
    expect(response.steps[0]?.results.map(({ result }) => result)).toEqual(["did read", "own"]);
    expect(declaredIn(started.requests()[0])).toEqual(["read", "files_read", "files_write"]);
  });
});

it("F180 picks up changes of the tool list between rounds and between calls", async () => {
  const started = await start();
  const server = localServer(["login"], (name) => {
    if (name === "login") server.tools.push({ name: "secret", inputSchema: { type: "object" } });
    return textResult("ok");
  });
  started.emulator.next({ functionCall: { name: "login" } });
  started.emulator.next({ functionCall: { name: "secret" } });
  started.emulator.next({ text: "Done." });
  started.emulator.next({ text: "Done again." });
  const client = started.client({ model, tools: [mcpTools(server)] });
  await client.generate("canary-question");
  server.tools.shift();
  await client.generate("canary-question");
  expect(started.requests().map(declaredIn)).toEqual([["login"], ["login", "secret"], ["login", "secret"], ["secret"]]);
  expect(server.called.map(({ name }) => name)).toEqual(["login", "secret"]);
});

it("F180 leaves out a tool whose schema cannot be converted, with one warning", async () => {
  const started = await start();
  const server = localServer(["good", "bad"]);
  server.tools[1] = { name: "bad", inputSchema: { type: "object", properties: { a: false }, required: ["a"] } };
  started.emulator.next({ functionCall: { name: "good" } });
  started.emulator.next({ text: "Done." });
  const events: GeminiEvent[] = [];
  const client = started.client({ model, onEvent: (event) => events.push(event) });
  await client.generate("canary-question", { tools: [mcpTools(server)] });
  expect(declaredIn(started.requests()[0])).toEqual(["good"]);
  expect(warningsIn(events)).toEqual([["tool_left_out", expect.stringContaining("bad")]]);
});

it.each([
  ["an error of the tool", textResult("no such file", true), { error: "no such file" }],
  [
    "text",
    {
      content: [
        { type: "text", text: "one" },
        { type: "text", text: "two" },
      ],
    },
    { result: "one\ntwo" },
  ],
  ["structured content", { content: [{ type: "text", text: "{}" }], structuredContent: { a: 1 } }, { a: 1 }],
  ["a link", { content: [{ type: "resource_link", uri: "a://b" }] }, { result: expect.stringContaining("a://b") }],
  ["a file", { content: [{ type: "resource", resource: { uri: "a://b", text: "hi" } }] }, { result: "a://b\nhi" }],
  [
    "a file that no model takes",
    { content: [{ type: "resource", resource: { uri: "a://b", mimeType: "application/gzip", blob: "AAAA" } }] },
    { result: expect.not.stringContaining("AAAA") },
  ],
  ["nothing", { content: [] }, { result: "" }],
  ["the form of the first version", { toolResult: [1] }, { result: [1] }],
])("F180 sends %s to the model", async (_what, result, response) => {
  const started = await start();
  started.emulator.next({ functionCall: { name: "read" } });
  started.emulator.next({ text: "Done." });
  const server = localServer(["read"], () => result);
  await started.client({ model }).generate("canary-question", { tools: [mcpTools(server)] });
  const sent = started.requests()[1]?.contents.at(-1)?.parts;
  expect(sent).toMatchObject([{ functionResponse: { name: "read", response } }]);
});

it("F180 sends images of a result as media", async () => {
  const started = await start();
  started.emulator.next({ functionCall: { name: "paint" } });
  started.emulator.next({ text: "Done." });
  const image = { type: "image", data: "iVBORw0KGgo=", mimeType: "image/png" };
  const server = localServer(["paint"], () => ({ content: [{ type: "text", text: "Here:" }, image] }));
  await started.client({ model }).generate("canary-question", { tools: [mcpTools(server)] });
  expect(started.requests()[1]?.contents.at(-1)?.parts).toMatchObject([
    {
      functionResponse: {
        response: { result: "Here:" },
        parts: [{ inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } }],
      },
    },
  ]);
});

it("F180 leaves out a tool that runs only as a task, with a warning", async () => {
  const started = await start();
  started.emulator.next({ text: "Done." });
  const server = localServer(["read", "research"]);
  Object.assign(server.tools[1] ?? {}, { execution: { taskSupport: "required" } });
  const events: GeminiEvent[] = [];
  const client = started.client({ model, onEvent: (event) => events.push(event) });
  await client.generate("canary-question", { tools: [mcpTools(server)] });
  expect(started.requests().map(declaredIn)).toEqual([["read"]]);
  expect(warningsIn(events)).toEqual([
    ["tool_left_out", expect.stringContaining("research is left out. It runs only as a task")],
  ]);
});

it("F180 fails before anything is sent if the tool list cannot be read", async () => {
  const started = await start();
  const server = localServer(["read"]);
  server.listTools = () => Promise.reject(new Error("Not connected"));
  const call = started.client({ model }).generate("canary-question", { tools: [mcpTools(server)] });
  await expect(call).rejects.toMatchObject({
    code: "tools_unavailable",
    phase: "tools",
    message: expect.stringContaining("failed: Not connected. Check"),
  });
  expect(started.requests()).toEqual([]);
});

type Break = (server: ReturnType<typeof localServer>) => void;

describe("F205 keeps the previous tools, with a warning, if the tool list is unusable between rounds", () => {
  it.each<[string, Break, string]>([
    [
      "since the server died",
      (server) => {
        server.listTools = () => Promise.reject(new Error("Not connected"));
        throw new Error("Connection closed");
      },
      "tools_unavailable",
    ],
    [
      "since it has a name of another tool",
      (server) => {
        server.tools.push({ name: "own", inputSchema: { type: "object" } });
      },
      "invalid_options",
    ],
  ])("%s", async (_what, breakServer, code) => {
    const started = await start();
    started.emulator.next({ functionCall: [{ name: "read" }, { name: "own" }] });
    started.emulator.next({ text: "Done." });
    const server = localServer(["read"], () => {
      breakServer(server);
      return textResult("ok");
    });
    let runs = 0;
    const own = tool({ name: "own", execute: () => ++runs });
    const events: GeminiEvent[] = [];
    const client = started.client({ model, onEvent: (event) => events.push(event) });
    const chat = client.chat({ tools: [mcpTools(server), own] });
    expect((await chat.sendMessage("canary-question")).text).toBe("Done.");
    expect(runs).toBe(1);
    expect(started.requests().map(declaredIn)).toEqual([
      ["read", "own"],
      ["read", "own"],
    ]);
    expect(warningsIn(events)).toEqual([[code, expect.stringContaining("last list")]]);
  });
});

it("F205 loses no work if a server removes a tool that `toolChoice` names", async () => {
  const started = await start();
  started.emulator.next({ functionCall: { name: "login" } });
  started.emulator.next({ text: "Done." });
  const server = localServer(["login"], () => {
    server.tools = [{ name: "secret", inputSchema: { type: "object" } }];
    return textResult("ok");
  });
  const client = started.client({ model, tools: [mcpTools(server)], toolChoice: ["login"] });
  expect((await client.generate("canary-question")).text).toBe("Done.");
  expect(started.requests().map(declaredIn)).toEqual([["login"], ["secret"]]);
});

it("F205 a tool list that never arrives between rounds fails at `timeouts.total`, and resume() continues", async () => {
  const clock = new ManualClock();
  const started = await start({}, { clock });
  started.emulator.next({ functionCall: { name: "read" } });
  started.emulator.next({ text: "Done." });
  const asked = gate();
  const server = localServer(["read"]);
  const { listTools } = server;
  server.callTool = async () => {
    server.listTools = () => {
      asked.open();
      return new Promise(() => {});
    };
    return textResult("ok");
  };
  const chat = started.client({ model, tools: [mcpTools(server)], timeout: 1_000 }).chat();
  const failing = failureOf(chat.sendMessage("canary-question"));
  await asked.opened;
  clock.advance(1_000);
  expect(await failing).toMatchObject({ code: "timeout" });
  server.listTools = listTools;
  expect((await chat.resume()).text).toBe("Done.");
});

it.each([Number.POSITIVE_INFINITY, 1e13, null])(
  "F180 passes a deadline of %s as one that timers can hold",
  async (timeout) => {
    const started = await start();
    started.emulator.next({ functionCall: { name: "read" } });
    started.emulator.next({ text: "Done." });
    const limits: unknown[] = [];
    const server = localServer(["read"]);
    server.callTool = async (_params: object, options?: unknown) => {
      limits.push((options as { readonly timeout: number }).timeout);
      return textResult("ok");
    };
    await started.client({ model }).generate("canary-question", { tools: [mcpTools(server, { timeout })] });
    expect(limits).toEqual([2 ** 31 - 1]);
  },
);

it("F180 ignores malformed entries of a tool list", async () => {
  const started = await start();
  started.emulator.next({ text: "Done." });
  const server = localServer(["read", "read", "write"]);
  server.tools.push({ name: "odd", description: 5, inputSchema: { type: "object" } } as never, null as never);
  const response = await started.client({ model }).generate("canary-question", { tools: [mcpTools(server)] });
  expect(response.text).toBe("Done.");
  expect(declaredIn(started.requests()[0])).toEqual(["read", "write", "odd"]);
});

it("F180 refuses two tools of the same name, and names the prefix", async () => {
  const started = await start();
  const tools = [mcpTools(localServer(["read"])), mcpTools(localServer(["read"]))];
  await expect(started.client({ model }).generate("canary-question", { tools })).rejects.toMatchObject({
    code: "invalid_options",
    message: expect.stringContaining("`prefix`"),
  });
});

it("F180 cancels the call of a tool when the exchange is aborted", async () => {
  const started = await start();
  started.emulator.next({ functionCall: { name: "slow" } });
  const controller = new AbortController();
  let cancelled: unknown;
  const server = localServer(["slow"], (_name, signal) => {
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        cancelled = signal.reason;
        reject(signal.reason);
      });
      controller.abort("enough");
    });
  });
  const { signal } = controller;
  const call = started.client({ model }).generate("canary-question", { tools: [mcpTools(server)], signal });
  await expect(call).rejects.toMatchObject({ code: "aborted" });
  expect(cancelled).toBe("enough");
});

it.each([
  ["nothing", undefined],
  ["a URL", "http://localhost/mcp"],
  ["the parameters of a server", { command: "npx", args: [] }],
])("F180 refuses %s in place of a client", (_what, client) => {
  expect(() => mcpTools(client as never)).toThrow(
    expect.objectContaining({ code: "invalid_options", message: expect.stringContaining("connected MCP client") }),
  );
});
