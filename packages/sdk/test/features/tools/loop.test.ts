import { describe, expect, it } from "vitest";
import { type GeminiClient, type GenerateContentResponse, type Tool, tool } from "../../../src/index.ts";
import { ways } from "../../client/support/ways.ts";
import { collect } from "../../support/clients.ts";

const city = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

function weatherTool(run: string[] = []): Tool {
  return tool({
    name: "get_weather",
    description: "Returns the weather in a city.",
    parameters: city,
    execute: async ({ city }) => {
      run.push(String(city));
      return { weather: `canary-sun in ${city}` };
    },
  });
}

interface Send {
  readonly how: string;
  readonly send: (client: GeminiClient, tools: readonly Tool[]) => Promise<GenerateContentResponse>;
}

const sends: readonly Send[] = [
  { how: "generate", send: (client, tools) => client.generate("canary-question", { tools }) },
  { how: "generateStream", send: (client, tools) => client.generateStream("canary-question", { tools }).response() },
  { how: "sendMessage", send: (client, tools) => client.chat({ tools }).sendMessage("canary-question") },
  {
    how: "sendMessageStream",
    send: (client, tools) => client.chat().sendMessageStream("canary-question", { tools }).response(),
  },
];

describe.each(ways)("on $way", ({ start }) => {
  describe.each(sends)("$how", ({ send }) => {
    it("F80 runs parallel calls and sends one turn with their results in order", async () => {
      const started = await start();
      const { emulator } = started;
      emulator.next({
        functionCall: ["Paris", "Rome", "Oslo"].map((name) => ({ name: "get_weather", args: { city: name } })),
      });
      emulator.next({ text: "Sunny everywhere." });
      const run: string[] = [];
      const response = await send(started.client({ model: "gemini-3.8-flash" }), [weatherTool(run)]);
      expect(response.text).toBe("Sunny everywhere.");
      expect(run).toEqual(["Paris", "Rome", "Oslo"]);
      expect(response.steps.map(({ calls, results }) => [calls.length, results.length])).toEqual([
        [3, 3],
        [0, 0],
      ]);
      const { contents } = started.requests()[1] as {
        contents: readonly { role: string; parts: Record<string, unknown>[] }[];
      };
      expect(contents.map(({ role }) => role)).toEqual(["user", "model", "user"]);
      expect(contents[2]?.parts.map(({ functionResponse }) => functionResponse)).toMatchObject(
        ["Paris", "Rome", "Oslo"].map((name) => ({
          name: "get_weather",
          response: { weather: `canary-sun in ${name}` },
        })),
      );
    });
  });
});

it("streams calls and results between the text", async () => {
  const started = await ways[0]!.start();
  started.emulator.next({ text: "Let me look.", functionCall: { name: "get_weather", args: { city: "Paris" } } });
  started.emulator.next({ text: "Sunny." });
  const { chunks, text } = await collect(started.client().generateStream("canary", { tools: [weatherTool()] }));
  expect(text).toBe("Let me look.Sunny.");
  expect(chunks.map(({ type }) => type).filter((type) => type !== "content")).toEqual(["tool-call", "tool-result"]);
});
