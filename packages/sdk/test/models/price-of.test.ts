import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/models/catalogue.ts";
import { type PricePeriod, priceList } from "../../src/models/price-list.ts";
import { type PriceQuery, priceOf } from "../../src/models/price-of.ts";

const at = (day: string, more: Partial<PriceQuery> = {}): PriceQuery => ({ date: Date.parse(day), ...more });

describe("priceOf", () => {
  test.each([
    ["gemini-4-argon", at("2026-11-30"), { input: 2, cachedInput: 0.1, output: 10 }],
    ["gemini-4-argon", at("2026-12-01"), { input: 4, cachedInput: 0.2, output: 20 }],
    ["models/gemini-3.8-flash", at("2026-12-31"), { input: 0.75, cachedInput: 0.075, output: 3.75 }],
    ["gemini-3.8-flash", at("2027-01-01"), { input: 1.5, cachedInput: undefined, output: 7.5 }],
    ["gemini-4-neon", at("2026-11-28", { tier: "priority" }), { input: 5.4, cachedInput: undefined, output: 27 }],
    ["gemini-4-neon", at("2026-11-28", { tier: "flex" }), { input: 1.5, cachedInput: undefined, output: 7.5 }],
    ["gemini-4-neon", at("2026-11-28", { tier: "batch" }), { input: 1.5, cachedInput: undefined, output: 7.5 }],
    ["gemini-3.1-pro-preview", at("2026-11-28"), { input: 2, output: 12 }],
    ["gemini-3.1-pro-preview", at("2026-11-28", { promptTokens: 200_000 }), { input: 2, output: 12 }],
    ["gemini-3.1-pro-preview", at("2026-11-28", { promptTokens: 200_001 }), { input: 4, output: 18 }],
    ["gemini-2.5-flash-lite", at("2026-11-28", { modality: "AUDIO" }), { input: 0.3, cachedInput: 0.03, output: 0.4 }],
    ["gemini-2.5-flash-lite", at("2026-11-28", { modality: "AUDIO", tier: "flex" }), { input: undefined, output: 0.2 }],
    ["gemini-3.5-flash-lite", at("2026-11-28", { modality: "AUDIO" }), { input: 0.3, cachedInput: 0.03 }],
  ])("%s %j", async (model, query, price) => {
    expect(await priceOf(model, query)).toMatchObject({
      ...price,
      source: expect.stringMatching(/^https:/),
      checked: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
  });

  test.each([
    ["past its period", "gemini-2.5-pro", at("2026-12-01")],
    ["before its period", "gemini-4-neon", at("2026-11-17")],
    ["of a retired model", "gemini-3.7-flash", at("2026-11-28")],
    ["of a tier that is not sold", "gemini-3.8-flash", at("2026-11-28", { tier: "priority" })],
    ["on another backend", "gemini-3.8-flash", at("2026-11-28", { backend: "vertex" })],
    ["of an unknown model", "gemini-5-pro", at("2026-11-28")],
    ["of an alias of Google's", "gemini-flash-latest", at("2026-11-28")],
  ])("a price %s is unknown", async (_why, model, query) => {
    expect(await priceOf(model, query)).toBeUndefined();
  });
});

describe("the list of prices", () => {
  test("contains only models of the catalogue", () => {
    const names = new Set(catalogue.map(({ name }) => name));
    expect(priceList.filter(({ model }) => !names.has(model))).toEqual([]);
  });

  test("has periods that neither overlap nor end before they begin", () => {
    const overlap = (one: PricePeriod, other: PricePeriod) =>
      one !== other && one.model === other.model && one.from <= other.from && other.from < (one.until ?? "9999");
    expect(priceList.filter(({ from, until = "9999" }) => from >= until)).toEqual([]);
    expect(priceList.filter((one) => priceList.some((other) => overlap(one, other)))).toEqual([]);
  });
});
