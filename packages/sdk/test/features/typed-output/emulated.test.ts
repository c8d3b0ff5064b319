import { type } from "arktype";
import { expect, it } from "vitest";
import { z } from "zod";
import { tool } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";

const Tree = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree);
  },
});

it.each([
  ["addresses", z.object({ mail: z.email(), site: z.url(), host: z.hostname(), phone: z.e164() })],
  ["ids", z.object({ id: z.uuid(), short: z.nanoid(), sorted: z.ulid(), data: z.base64() })],
  [
    "limits of numbers",
    z.object({ price: z.number().positive(), debt: z.number().negative(), pack: z.number().multipleOf(7) }),
  ],
  ["limits of strings", z.object({ long: z.string().min(30), short: z.string().max(4) })],
  ["open limits", z.number().gt(5).lt(6)],
  ["a recursive schema", Tree],
  ["ArkType", type({ mail: "string.email", size: "0 < number < 1", word: "string > 20" })],
])("F356 the emulator's own answer fits what a schema says in descriptions: %s", async (_, schema) => {
  const { client } = await start();
  const response = await client().generate("canary", { schema, repairAttempts: 0 });
  expect(response.object).toBeDefined();
});

it("F356 the emulator calls functions with arguments that fit", async () => {
  const { client } = await start();
  const parameters = z.object({ mail: z.email(), amount: z.number().gt(0).lt(1) });
  const send = tool({ name: "send_money", description: "Sends money.", parameters, execute: () => "done" });
  const [step] = (await client().generate("Please send money", { tools: [send] })).steps;
  expect(step?.results).toMatchObject([{ result: "done", error: undefined }]);
});
