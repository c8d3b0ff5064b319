import { describe, expect, it } from "vitest";
import { mcpTools, type StandardJsonSchema } from "../../../src/index.ts";
import { collect, failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "./support/agent.ts";
import { localServer } from "./support/mcp.ts";

describe("F260 keepPartial after the response has come", () => {
  it.each([false, true])(
    "and while its validator runs: the history has it once (after functions: %s)",
    async (hasFunctions) => {
      const agent = await startAgent([...(hasFunctions ? [calls("work")] : []), { json: { a: 1 } }, { text: "Next." }]);
      const schema: StandardJsonSchema<unknown, unknown> = {
        "~standard": {
          version: 1,
          vendor: "own",
          validate: () => {
            stream.cancel({ keepPartial: true });
            return new Promise<never>(() => {});
          },
          jsonSchema: { input: () => ({ type: "object" }) },
        },
      };
      const chat = agent.client({ tools: [counted("work").tool] }).chat();
      const stream = chat.sendMessageStream("canary", { schema });
      expect((await collect(stream)).error).toBeUndefined();
      const roles = ["user", ...(hasFunctions ? ["model", "user"] : []), "model"];
      expect(chat.history.map(({ role }) => role)).toEqual(roles);
      const response = await stream.response();
      expect(response.contents).toEqual(chat.history.slice(1));
      expect(JSON.parse(response.text)).toEqual({ a: 1 });
      expect([chat.canResume, chat.contents]).toEqual([false, chat.history]);
      expect((await chat.sendMessage("canary-next")).text).toBe("Next.");
    },
  );

  it("keeps nothing while MCP tools are listed again, and runs no call twice", async () => {
    const agent = await startAgent([calls("work"), { text: "Done." }]);
    const server = localServer(["work"]);
    const list = server.listTools.bind(server);
    server.listTools = (...args) => {
      if (server.called.length > 0) stream.cancel({ keepPartial: true });
      return list(...args);
    };
    const chat = agent.client({ tools: [mcpTools(server)] }).chat();
    const stream = chat.sendMessageStream("canary");
    await collect(stream);
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted" });
    expect([chat.history, chat.canResume]).toEqual([[], true]);
    expect((await chat.resume()).text).toBe("Done.");
    expect(server.called).toHaveLength(1);
  });
});
