import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type GeminiEvent, mcpTools } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";
import { versions } from "./support/mcp.ts";

const model = "gemini-3.8-flash";

describe.each(versions)("with version $version of the official client", ({ connect }) => {
  it("F180 declares every tool of the official servers but the one that runs only as a task", async () => {
    const started = await start();
    const clients = [
      await connect("server-everything", "stdio"),
      await connect("server-filesystem", tmpdir()),
      await connect("server-memory"),
    ];
    const events: GeminiEvent[] = [];
    started.emulator.next({ text: "Hello." });
    const tools = clients.map((client, index) => mcpTools(client, { prefix: `s${index}_` }));
    await started.client({ model, onEvent: (event) => events.push(event) }).generate("canary-question", { tools });
    const listed = await Promise.all(clients.map(async (client) => (await client.listTools()).tools.length));
    const count = listed.reduce((sum, length) => sum + length, 0);
    expect(started.requests()[0]?.tools).toMatchObject([{ functionDeclarations: { length: count - 1 } }]);
    expect(events.filter((event) => event.type === "warning" && event.code === "tool_left_out")).toMatchObject([
      { message: expect.stringContaining("s0_simulate-research-query is left out. It runs only as a task") },
    ]);
  });

  it("F180 reads and writes files through server-filesystem", async () => {
    const folder = await mkdtemp(join(tmpdir(), "gemini-ts-mcp-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, "in.txt"), "some text");
    const started = await start();
    const client = await connect("server-filesystem", folder);
    started.emulator.next({ functionCall: { name: "read_text_file", args: { path: join(folder, "in.txt") } } });
    const args = { path: join(folder, "out.txt"), content: "a copy" };
    started.emulator.next({ functionCall: { name: "write_file", args } });
    started.emulator.next({ functionCall: { name: "read_text_file", args: { path: "/etc/hostname" } } });
    started.emulator.next({ text: "Copied." });
    const response = await started.client({ model }).generate("canary-question", { tools: [mcpTools(client)] });
    expect(await readFile(join(folder, "out.txt"), "utf8")).toBe("a copy");
    const results = response.steps.flatMap((step) => step.results);
    expect(JSON.stringify(results[0]?.result)).toContain("some text");
    expect(results[2]?.error).toContain("Access denied");
  });

  it("F180 gets structured content and images from server-everything, and stores entities in server-memory", async () => {
    const started = await start();
    const everything = await connect("server-everything", "stdio");
    const memory = await connect("server-memory");
    const entity = { name: "canary-name", entityType: "person", observations: ["likes tea"] };
    started.emulator.next({
      functionCall: [
        { name: "get-structured-content", args: { location: "Chicago" } },
        { name: "get-tiny-image" },
        { name: "get-sum", args: { a: 2, b: 3 } },
        { name: "create_entities", args: { entities: [entity] } },
      ],
    });
    started.emulator.next({ functionCall: { name: "open_nodes", args: { names: ["canary-name"] } } });
    started.emulator.next({ text: "Done." });
    const tools = [mcpTools(everything), mcpTools(memory)];
    await started.client({ model }).generate("canary-question", { tools });
    const parts = started.requests().map(({ contents }) => contents.at(-1)?.parts ?? []);
    expect(parts[1]).toMatchObject([
      { functionResponse: { response: { temperature: expect.any(Number) } } },
      { functionResponse: { parts: [{ inlineData: { mimeType: "image/png" } }] } },
      { functionResponse: { response: { result: expect.stringContaining("5") } } },
      { functionResponse: {} },
    ]);
    expect(JSON.stringify(parts[2])).toContain("likes tea");
  });
});
