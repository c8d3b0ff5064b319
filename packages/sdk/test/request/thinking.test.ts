import { describe, expect, it } from "vitest";
import type { CallOptions } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";

const FLASH = "gemini-3.5-flash-lite";
const NEW = "gemini-3-flash";

/** Client, call, and the thinkingConfig sent. */
const RULES: readonly (readonly [what: string, client: CallOptions, call: CallOptions, sent: unknown])[] = [
  ["nothing asked", {}, {}, undefined],
  ["a budget asks for thoughts", { thinkingBudget: 512 }, {}, { thinkingBudget: 512, includeThoughts: true }],
  ["a dynamic budget too", { thinkingBudget: -1 }, {}, { thinkingBudget: -1, includeThoughts: true }],
  ["0 never asks", { thinkingBudget: 0 }, {}, { thinkingBudget: 0 }],
  [
    "0 never asks, whatever includeThoughts says",
    { thinkingBudget: 0, includeThoughts: true },
    {},
    { thinkingBudget: 0 },
  ],
  [
    "a level asks for thoughts",
    { model: NEW, thinkingLevel: "LOW" },
    {},
    { thinkingLevel: "LOW", includeThoughts: true },
  ],
  [
    "a level in lower case is understood",
    { model: NEW, thinkingLevel: "high" },
    {},
    { thinkingLevel: "HIGH", includeThoughts: true },
  ],
  [
    "includeThoughts says otherwise",
    { thinkingBudget: 512 },
    { includeThoughts: false },
    { thinkingBudget: 512, includeThoughts: false },
  ],
  ["includeThoughts can be left out", { thinkingBudget: 512 }, { includeThoughts: null }, { thinkingBudget: 512 }],
  ["includeThoughts alone", { includeThoughts: true }, {}, { includeThoughts: true }],
  [
    "the call's level replaces the client's budget",
    { thinkingBudget: 512 },
    { model: NEW, thinkingLevel: "LOW" },
    { thinkingLevel: "LOW", includeThoughts: true },
  ],
  [
    "the call's budget replaces the client's level",
    { thinkingLevel: "LOW" },
    { thinkingBudget: 0 },
    { thinkingBudget: 0 },
  ],
  ["null takes the client's budget back", { thinkingBudget: 512 }, { thinkingBudget: null }, undefined],
];

describe("thinkingConfig", () => {
  it.each(RULES)("%s", async (_what, client, call, sent) => {
    const { requests, ...started } = await start();
    await started.client({ model: FLASH, ...client }).sendMessage("Hello!", call);
    expect(requests()[0]?.generationConfig.thinkingConfig).toEqual(sent);
  });

  it("budget and level together are refused, in a client and in a call", async () => {
    const started = await start();
    const both: CallOptions = { thinkingBudget: 1, thinkingLevel: "LOW" };
    const refusal = { code: "invalid_options", message: expect.stringMatching(/thinkingBudget.*thinkingLevel/) };
    expect(() => started.client(both)).toThrow(expect.objectContaining(refusal));
    await expect(started.client().sendMessage("Hello!", both)).rejects.toMatchObject(refusal);
  });
});
