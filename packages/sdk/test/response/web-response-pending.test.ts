import { createEmulator } from "@gemini-ts/emulator";
import { expect, test } from "vitest";
import { type CallOptions, GeminiClient, type JsonSchema, tool } from "../../src/index.ts";

const args = { to: "canary" };
const call = { functionCall: { name: "mail", args } };
const mail = (more: object) => tool({ name: "mail", description: "Sends mail.", execute: () => "sent", ...more });

/** What the last event of a body says. */
async function endOf(options: CallOptions & { schema?: JsonSchema }, script: readonly object[]) {
  const emulator = createEmulator();
  emulator.next(script);
  const chat = new GeminiClient({ apiKey: "fake-key", fetch: emulator.fetch }).chat();
  const stream = chat.sendMessageStream("canary-prompt", options);
  const last = (await stream.toResponse().text()).trimEnd().split("\n\n").at(-1) ?? "";
  expect(last).toMatch(/^event: done\ndata: /);
  const { pending } = JSON.parse(last.slice(last.indexOf("{"))) as { pending?: unknown };
  // As the program sees it.
  expect(pending ?? []).toEqual(JSON.parse(JSON.stringify((await stream.response()).pending)));
  return pending;
}

test.each<[reason: string, options: CallOptions]>([
  ["approval", { tools: [mail({ needsApproval: true })] }],
  ["result", { tools: [mail({ execute: undefined })] }],
  ["result", { tools: [mail({})], toolLoop: false }],
])("F385 the last event of a body that waits for a call says so: %s", async (reason, options) => {
  expect(await endOf(options, [call])).toEqual([expect.objectContaining({ name: "mail", args, reason })]);
});

test("F385 with text before the call and with a schema, too", async () => {
  const schema = { type: "object", properties: { a: { type: "number" } } } as const;
  const options = { tools: [mail({ needsApproval: true })], schema };
  expect(await endOf(options, [{ text: "canary-answer", ...call }])).toHaveLength(1);
});

test("F385 a body whose calls all have results has no pending calls", async () => {
  expect(await endOf({ tools: [mail({})] }, [call, { text: "Sent." }])).toBeUndefined();
  expect(await endOf({}, [{ text: "canary-answer" }])).toBeUndefined();
});
