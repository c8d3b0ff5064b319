import { expect, it } from "vitest";
import { type StandardJsonSchema, type StandardResult, tool } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";
import { failureOf } from "../../support/clients.ts";

/** A schema of a library of the test's own. */
function schemaOf(
  validate: (value: unknown) => StandardResult<unknown> | Promise<StandardResult<unknown>>,
): StandardJsonSchema<unknown, unknown> {
  const jsonSchema = { input: () => ({ type: "object" }), output: () => ({ type: "object" }) };
  return { "~standard": { version: 1, vendor: "own", validate, jsonSchema } };
}

it.each<["throws" | "never resolves", string]>([
  ["throws", "output_invalid"],
  ["never resolves", "aborted"],
])(
  "F258 a validator that %s: the answer is not kept, and without functions there is nothing to resume",
  async (does, code) => {
    let controller = new AbortController();
    const schema = schemaOf(() => {
      if (does === "throws") throw new Error("canary");
      controller.abort();
      return new Promise<never>(() => {});
    });
    const started = await start();
    started.emulator.next([{ json: {} }, { json: {} }]);
    const chat = started.client().chat();
    const ofChat = await failureOf(chat.sendMessage("canary", { schema, signal: controller.signal }));
    expect(ofChat.code).toBe(code);
    expect([chat.canResume, chat.contents]).toEqual([false, []]);
    controller = new AbortController();
    const alone = await failureOf(started.client().generate("canary", { schema, signal: controller.signal }));
    for (const { remedy, partial } of [ofChat, alone]) {
      expect(remedy).not.toMatch(/Continue|function calls/);
      expect(partial?.contents).toBeUndefined();
    }
  },
);

it("F258 a validator that throws after functions ran: a resumption asks for the answer again", async () => {
  const started = await start();
  started.emulator.next([{ functionCall: { name: "read", args: {} } }, { json: { a: 1 } }, { json: { a: 2 } }]);
  let runs = 0;
  const read = tool({ name: "read", execute: () => String(++runs) });
  const chat = started.client().chat({ tools: [read] });
  const schema = schemaOf((value) => {
    if ((value as { a: number }).a === 1) throw new Error("canary");
    return { value };
  });
  const error = await failureOf(chat.sendMessage("canary", { schema }));
  expect(error).toMatchObject({ code: "output_invalid", remedy: expect.stringContaining("`chat.resume()`") });
  expect(chat.contents.map(({ role }) => role)).toEqual(["user", "model", "user"]);
  expect((await chat.resume({ schema })).object).toEqual({ a: 2 });
  expect(runs).toBe(1);
});
