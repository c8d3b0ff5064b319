import { expect } from "vitest";
import { type GeminiEvent, type JsonSchema, type OutputSchema, schemaReport, tool } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";
import { failureOf } from "../../support/clients.ts";

/** The schema of any string. */
export const string = { type: "string" } as const;
/** The schema of an object, with more keywords. */
export const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });

/** What a call with the schema fails with, as output and as parameters of a function. Nothing is sent. */
async function refusals(schema: unknown) {
  const started = await start();
  const client = started.client();
  const parameters = schema as OutputSchema;
  const get = tool({ name: "get", parameters, execute: () => "canary" });
  const refused = [
    await failureOf(client.generate("canary", { schema: parameters })),
    await failureOf(client.generate("canary", { tools: [get] })),
    await failureOf(schemaReport(parameters)),
  ];
  expect(started.emulator.calls).toEqual([]);
  expect(refused.map(({ code, option }) => [code, option])).toEqual([
    ["invalid_options", "schema"],
    ["invalid_options", "get.parameters"],
    ["invalid_options", "schema"],
  ]);
  return refused;
}

/** Expects that the schema is refused before anything is sent, with the path and the remedy. */
export async function expectRefusal(schema: unknown, path: string, remedy: string) {
  for (const { summary, remedy: given, message } of await refusals(schema)) {
    expect(summary).toContain(`(at ${path})`);
    expect(given).toContain(remedy);
    expect(message).not.toContain("canary");
  }
}

/** The warnings of a call with the schema, which is accepted. */
export async function warningsOf(schema: unknown) {
  const events: GeminiEvent[] = [];
  const started = await start();
  started.emulator.next({ json: {} });
  await started
    .client({ onEvent: (event) => events.push(event) })
    .generate("canary", { schema: schema as JsonSchema, repairAttempts: 0 })
    .catch(() => {});
  expect(started.emulator.calls).toHaveLength(1);
  return events.flatMap((event) => (event.type === "warning" ? [event] : []));
}
