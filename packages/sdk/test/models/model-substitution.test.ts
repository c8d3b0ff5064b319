import { describe, expect, test } from "vitest";
import { isSubstitution } from "../../src/models/model-substitution.ts";

describe("a response from another model is a substitution", () => {
  test.each([
    ["a documented route", "gemini-3.7-flash", "gemini-3.8-flash"],
    ["a documented route", "gemini-3.5-flash", "gemini-3.6-flash"],
    ["a documented route", "gemini-2.5-pro", "gemini-3.8-flash"],
    ["a documented route", "gemini-2.5-flash", "gemini-3.5-flash-lite"],
    ["a documented route from a preview", "gemini-3-flash-preview", "gemini-3.6-flash"],
    ["another tier of the same version", "gemini-2.5-pro", "gemini-2.5-flash"],
    ["a smaller kind", "gemini-3.5-flash", "gemini-3.5-flash-lite"],
    ["a smaller kind with a number in its name", "gemini-1.5-flash", "gemini-1.5-flash-8b"],
    ["another version of the same tier", "gemini-3-pro-preview", "gemini-3.1-pro-preview"],
    ["another model of Gemini 4", "gemini-4-argon", "gemini-4-carbon"],
    ["another purpose", "gemini-2.5-flash-preview-tts", "gemini-2.5-flash"],
    ["a preview whose stable release took its name", "gemini-3-flash-preview", "gemini-3.5-flash"],
    ["names with a path", "models/gemini-3.7-flash", "publishers/google/models/gemini-3.8-flash"],
  ])("%s: %s answered by %s", (_, asked, answered) => {
    expect(isSubstitution(asked, answered)).toBe(true);
  });
});

describe("a response from the same model is not a substitution", () => {
  test.each([
    ["the same name", "gemini-3.8-flash", "gemini-3.8-flash"],
    ["upper case", "Gemini-3.8-Flash", "gemini-3.8-flash"],
    ["a resource name", "gemini-3.8-flash", "models/gemini-3.8-flash"],
    ["a resource name that was asked for", "models/gemini-3.8-flash", "gemini-3.8-flash"],
    ["a publisher's model", "gemini-3.8-flash", "publishers/google/models/gemini-3.8-flash"],
    [
      "a whole path on Vertex AI",
      "projects/p/locations/global/publishers/google/models/gemini-2.5-pro",
      "gemini-2.5-pro",
    ],
    ["a preview", "gemini-4-argon", "gemini-4-argon-preview"],
    ["the release after a preview", "gemini-3.1-pro-preview", "gemini-3.1-pro"],
    ["a dated preview", "gemini-2.5-flash-lite", "gemini-2.5-flash-lite-preview-09-2026"],
    ["another date", "gemini-2.5-flash-preview-04-17", "gemini-2.5-flash-preview-05-20"],
    ["a date in one piece", "gemini-3.8-flash", "gemini-3.8-flash-20261001"],
    ["a numbered release", "gemini-2.0-flash", "gemini-2.0-flash-001"],
    ["a release of Vertex AI", "gemini-2.0-flash@001", "gemini-2.0-flash"],
    ["an experimental version", "gemini-2.5-pro", "gemini-2.5-pro-exp-03-25"],
    ["a version without its zero", "gemini-2-flash", "gemini-2.0-flash"],
    ["tuned for tools", "gemini-3.1-pro-preview-customtools", "gemini-3.1-pro-preview"],
    ["a rename", "gemini-3.5-flash", "gemini-3-flash"],
    ["a rename, the other way round", "gemini-3-flash", "gemini-3.5-flash-001"],
  ])("%s: %s answered by %s", (_, asked, answered) => {
    expect(isSubstitution(asked, answered)).toBe(false);
  });
});

describe("a response whose model cannot be compared is not a substitution", () => {
  test.each([
    ["an alias", "gemini-pro-latest", "gemini-3.1-pro-preview"],
    ["an alias", "gemini-flash-latest", "gemini-3.8-flash"],
    ["an alias", "gemini-flash-lite-latest", "gemini-3.5-flash-lite"],
    ["an alias with a version", "gemini-1.5-pro-latest", "gemini-2.5-pro"],
    ["an alias in the answer", "gemini-2.5-pro", "gemini-flash-latest"],
    ["no model in the answer", "gemini-2.5-pro", undefined],
    ["an empty model in the answer", "gemini-2.5-pro", ""],
    ["blanks in the answer", "gemini-2.5-pro", "  "],
    ["a name without kind", "gemini-4", "gemini-3.8-flash"],
    ["a name without version", "gemini-exp-1206", "gemini-2.5-pro"],
    ["a version alone", "gemini-2.5-preview-05-20", "gemini-3.8-flash"],
    ["a tuned model", "tunedModels/canary-abc", "gemini-2.5-flash"],
    ["an endpoint of Vertex AI", "projects/p/locations/us-central1/endpoints/123", "gemini-2.5-flash"],
    ["a tuned model in the answer", "gemini-2.5-flash", "projects/p/locations/us-central1/models/123@1"],
    ["Gemma", "gemma-4-31b-it", "gemma-4-26b-a4b-it"],
    ["Gemma for Gemini", "gemini-2.5-flash", "gemma-4-31b-it"],
    ["another maker's model", "publishers/anthropic/models/claude-x", "claude-y"],
    ["another maker's model with Gemini's name", "publishers/other/models/gemini-2.5-pro", "gemini-2.5-flash"],
    ["a test's name", "gemini-2.5-flash", "gemini-fake"],
    ["signs that no name has", "gemini-2.5-flash", "gemini-2.5-pro_vertex"],
  ])("%s: %s answered by %s", (_, asked, answered) => {
    expect(isSubstitution(asked, answered)).toBe(false);
  });
});
