import { describe, expect, it } from "vitest";
import type { StandardJsonSchema, StandardResult } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";
import { failureOf } from "../../support/clients.ts";

describe("F360 a hand-made validator", () => {
  const returning = (result: unknown): StandardJsonSchema => ({
    "~standard": {
      version: 1,
      vendor: "own",
      validate: () => result as StandardResult<unknown>,
      jsonSchema: { input: () => ({ type: "object" }) },
    },
  });

  it.each([
    ["nothing", undefined],
    ["the value itself", { a: 1 }],
    ["true", true],
  ])("returns %s: the call fails, instead of having no object", async (_, result) => {
    const started = await start();
    started.emulator.on({}, { json: { a: 1 } });
    const error = await failureOf(started.client().generate("canary", { schema: returning(result) }));
    expect(error).toMatchObject({ code: "output_invalid", option: "schema" });
    expect(error.message).toContain("(TypeError)");
  });

  it.each([
    ["no issues in a list", [], "#"],
    ["an issue without a message", [{}], "#"],
    ["an issue without a path", [{ message: "canary", path: null }], "#"],
    ["an issue that is undefined", [undefined], "#"],
    ["a path with a symbol", [{ message: "canary", path: [Symbol("a")] }], "#/*"],
  ])("returns %s: the output does not fit", async (_, issues, path) => {
    const started = await start();
    started.emulator.on({}, { json: { a: 1 } });
    const error = await failureOf(started.client().generate("canary", { schema: returning({ issues }) }));
    expect(error).toMatchObject({ code: "output_invalid", issues: [{ path }] });
  });

  it("returns null for no issues: the value counts", async () => {
    const started = await start();
    started.emulator.next({ json: { a: 1 } });
    const schema = returning({ issues: null, value: "made of it" });
    expect((await started.client().generate("canary", { schema })).object).toBe("made of it");
  });
});
