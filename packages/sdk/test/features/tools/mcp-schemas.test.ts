import { expect, it } from "vitest";
import { mcpTools } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";
import { localServer, textResult } from "./support/mcp.ts";

const model = "gemini-3.8-flash";

/** A schema that counts how often it is read to be converted. Comparing it as JSON does not count. */
function countedSchema(property: string) {
  const counted = { reads: 0, schema: { type: "object" } };
  const properties = { [property]: { type: "string" } };
  Object.defineProperty(counted.schema, "properties", {
    enumerable: true,
    get: () => {
      counted.reads += 1;
      return properties;
    },
  });
  Object.defineProperty(counted.schema, "toJSON", { value: () => ({ type: "object", properties }) });
  return counted;
}

it("F180 converts a schema once, however many rounds and calls follow, until it changes", async () => {
  const started = await start();
  const [first, changed] = [countedSchema("path"), countedSchema("folder")];
  const bad = countedSchema("a name of no parameter");
  let [rounds, once] = [0, 0];
  const server = localServer(["read", "bad"], () => {
    rounds += 1;
    if (rounds === 1) once = first.reads;
    if (rounds === 4) server.tools[0] = { name: "read", description: "Reads.", inputSchema: changed.schema };
    return textResult("ok");
  });
  server.tools = [
    { name: "read", inputSchema: first.schema },
    { name: "bad", inputSchema: bad.schema },
  ];
  for (let round = 0; round < 5; round += 1) started.emulator.next({ functionCall: { name: "read" } });
  started.emulator.next({ text: "Done." });
  started.emulator.next({ text: "Done." });
  const client = started.client({ model, tools: [mcpTools(server)] });
  await client.generate("canary-question");
  await client.generate("canary-question");
  expect(once).toBeGreaterThan(0);
  expect([first, changed, bad].map(({ reads }) => reads)).toEqual([once, once, once]);
  const declared = started.requests().map((request) => {
    const [tools] = request.tools as readonly { functionDeclarations: readonly Record<string, unknown>[] }[];
    return JSON.stringify(tools?.functionDeclarations[0]?.parametersJsonSchema);
  });
  const parameter = declared.map((schema) => (schema.includes("folder") ? "folder" : "path"));
  expect(parameter).toEqual(["path", "path", "path", "path", "folder", "folder", "folder"]);
});
