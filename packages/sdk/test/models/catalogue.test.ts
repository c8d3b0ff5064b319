import { describe, expect, test } from "vitest";
import { resolveAlias } from "../../src/models/aliases.ts";
import { catalogue, findModel } from "../../src/models/catalogue.ts";
import { DEFAULT_MODELS } from "../../src/models/default-models.ts";
import { defaultOutputTokens, outputLimits } from "../../src/models/output-limits.ts";
import { retirementOf } from "../../src/models/retirement.ts";
import { backendNames } from "../../src/wire/backend-name.ts";

const NOVEMBER = Date.UTC(2026, 10, 28);
const DAY = 24 * 60 * 60 * 1_000;

describe("the catalogue", () => {
  test("has every name once, and a date for every entry", () => {
    const names = catalogue.flatMap(({ name, codeAssistName = [] }) => [name, codeAssistName].flat());
    expect(new Set(names).size).toBe(names.length);
    for (const { checked } of catalogue) expect(checked).toMatch(/^2026-\d\d-\d\d$/);
  });

  test("names only replacements that it has", () => {
    const services = catalogue.flatMap(({ served }) => Object.values(served));
    const replacements = services.flatMap(({ replacement = [] }) => replacement);
    expect(replacements.length).toBeGreaterThan(0);
    for (const name of replacements) expect(findModel(name)?.name).toBe(name);
  });

  test.each([
    ["gemini-4-argon", "gemini-4-argon"],
    ["models/gemini-3.8-flash", "gemini-3.8-flash"],
    ["GEMINI-3.8-FLASH", "gemini-3.8-flash"],
    ["publishers/google/models/gemini-3.8-flash@default", "gemini-3.8-flash"],
    ["gemini-3.8-flash-001", "gemini-3.8-flash"],
    ["gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash"],
    ["gemini-2.5-flash-lite-preview-06-17", "gemini-2.5-flash-lite"],
    ["gemini-3.1-pro-preview-customtools", "gemini-3.1-pro-preview"],
    ["gemini-3-flash", "gemini-3.5-flash"],
    ["gemini-3-flash-preview", "gemini-3-flash-preview"],
    ["gemini-2.5-flash-preview-tts", "gemini-2.5-flash-tts"],
    ["gemma-4-31b-it", "gemma-"],
    ["gemma-3-27b-it", "gemma-3"],
    ["gemini-3-pro-image-preview", "gemini-3-pro-image"],
    ["gemini-5-pro", undefined],
    ["gemini-flash-latest", undefined],
    ["tunedModels/gemini-3.8-flash", undefined],
    ["endpoints/123", undefined],
    ["", undefined],
  ])("finds %j as %j", (name, known) => {
    expect(findModel(name)?.name).toBe(known);
  });

  test.each([
    ["gemini-4-argon", { streamed: 65_536, unstreamed: 32_768 }, 32_768],
    ["gemini-4-neon", { streamed: 65_536, unstreamed: 65_536 }, 32_768],
    ["gemini-2.0-flash", { streamed: 8_192, unstreamed: 8_192 }, null],
    ["gemini-5-pro", {}, 32_768],
  ])("has the output limit of %s", (name, limits, byDefault) => {
    expect(outputLimits(name)).toEqual(limits);
    expect(defaultOutputTokens(name)).toBe(byDefault);
  });
});

describe("aliases", () => {
  test.each(backendNames)("on %s refer to models that the backend serves, and will serve for 30 days", (backend) => {
    for (const alias of ["pro", "flash", "flash-lite"]) {
      const model = resolveAlias(alias, backend);
      expect(findModel(model)?.served[backend]).toBeDefined();
      expect(retirementOf(model, backend, NOVEMBER)).toBeUndefined();
    }
    expect(findModel(DEFAULT_MODELS[backend])?.served[backend]).toBeDefined();
  });

  test.each(["gemini-flash-latest", "gemini-2.5-pro", "Pro", "flash-lite-001", "toString"])(
    "do not change %s",
    (name) => {
      expect(resolveAlias(name, "vertex")).toBe(name);
    },
  );
});

describe("the retirement of a model", () => {
  const first = Date.parse("2026-12-01");

  test.each([
    ["31 days before", first - 31 * DAY, undefined],
    ["30 days before", first - 30 * DAY, false],
    ["a moment before", first - 1, false],
    ["from the day on", first, true],
  ])("%s", (_when, now, isPast) => {
    expect(retirementOf("gemini-2.5-pro", "gemini-api", now)?.isPast).toBe(isPast);
  });

  test("differs by backend", () => {
    const on = (backend: (typeof backendNames)[number]) => retirementOf("gemini-2.5-pro", backend, NOVEMBER);
    expect(on("gemini-api")).toEqual({
      date: "2026-12-01",
      isPast: false,
      replacement: "gemini-3.8-flash",
      reroutes: true,
    });
    expect(on("vertex")).toMatchObject({ date: "2026-10-20", isPast: true, reroutes: false });
    expect(on("code-assist")).toBeUndefined();
    expect(retirementOf("gemini-3-flash", "gemini-api", NOVEMBER)).toBeUndefined();
  });
});
