import type { Level, ModelFacts, ThinkingSupport } from "./model-facts.ts";

const BUDGETS = [1, 32_768] as const;
const LOW_TO_HIGH: readonly Level[] = ["LOW", "MEDIUM", "HIGH"];
const ALL_TO_HIGH: readonly Level[] = ["MINIMAL", ...LOW_TO_HIGH];

/** @see https://ai.google.dev/gemini-api/docs/models */
const GEMINI_3 = {
  context: 1_048_576,
  output: { streamed: 65_536, unstreamed: 65_536 },
  inputs: ["TEXT", "IMAGE", "VIDEO", "AUDIO", "PDF"],
  outputs: ["TEXT"],
  checked: "2026-11-28",
} as const;

/**
 * The models since 21 July 2026 have a fixed sampling, and refuse penalties and contents that end with a turn of the model.
 * @see https://ai.google.dev/gemini-api/docs/generate-content/whats-new-gemini-3.6
 * @see https://github.com/LibreChat-AI/agents/pull/499
 */
const FIXED_SAMPLING = {
  ignores: ["temperature", "topP", "topK"],
  refuses: [{ option: "presencePenalty" }, { option: "frequencyPenalty" }, { option: "continuesModelTurn" }],
} as const;

/**
 * The Gemini API refuses several candidates; Vertex AI accepts them.
 * @see https://github.com/googleapis/js-genai/issues/1609
 * @see https://github.com/googleapis/python-genai/issues/1723
 */
const ONE_CANDIDATE = { refuses: [{ option: "candidateCount", on: ["gemini-api"] }] } as const;

function flash(levels: readonly Level[], standard: Level): ThinkingSupport {
  return { levels, standard, budgets: BUDGETS };
}

/**
 * @see https://ai.google.dev/gemini-api/docs/thinking
 * @see https://ai.google.dev/gemini-api/docs/deprecations
 * @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/model-versions
 */
export const gemini3: readonly ModelFacts[] = [
  {
    ...GEMINI_3,
    ...FIXED_SAMPLING,
    name: "gemini-3.8-flash",
    generation: 3.8,
    family: "flash",
    thinking: flash(LOW_TO_HIGH, "MEDIUM"),
    served: { "gemini-api": {}, vertex: { notBefore: "2027-09-02" }, "code-assist": {} },
  },
  {
    ...GEMINI_3,
    ...FIXED_SAMPLING,
    name: "gemini-3.7-flash",
    generation: 3.7,
    family: "flash",
    thinking: flash(LOW_TO_HIGH, "MEDIUM"),
    served: {
      "gemini-api": { until: "2026-10-08", replacement: "gemini-3.8-flash", reroutes: true },
      vertex: {},
    },
  },
  {
    ...GEMINI_3,
    ...FIXED_SAMPLING,
    name: "gemini-3.6-flash",
    generation: 3.6,
    family: "flash",
    thinking: flash(ALL_TO_HIGH, "MEDIUM"),
    served: { "gemini-api": {}, vertex: {} },
  },
  {
    ...GEMINI_3,
    name: "gemini-3.5-flash",
    // https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/config/models.ts
    codeAssistName: "gemini-3-flash",
    generation: 3.5,
    family: "flash",
    thinking: flash(ALL_TO_HIGH, "MEDIUM"),
    served: {
      "gemini-api": { until: "2026-10-08", replacement: "gemini-3.6-flash", reroutes: true },
      vertex: { notBefore: "2027-05-19" },
      "code-assist": {},
    },
  },
  {
    ...GEMINI_3,
    ...FIXED_SAMPLING,
    name: "gemini-3.5-flash-lite",
    generation: 3.5,
    family: "flash-lite",
    thinking: flash(ALL_TO_HIGH, "MINIMAL"),
    served: { "gemini-api": {}, vertex: { notBefore: "2027-07-21" } },
  },
  {
    ...GEMINI_3,
    ...ONE_CANDIDATE,
    name: "gemini-3.1-pro-preview",
    generation: 3.1,
    family: "pro",
    thinking: { levels: LOW_TO_HIGH, standard: "HIGH", budgets: BUDGETS },
    served: { "gemini-api": {}, vertex: {}, "code-assist": {} },
  },
  {
    ...GEMINI_3,
    ...ONE_CANDIDATE,
    name: "gemini-3.1-flash-lite",
    generation: 3.1,
    family: "flash-lite",
    thinking: { levels: ALL_TO_HIGH, budgets: BUDGETS },
    served: { "gemini-api": { until: "2027-05-07" }, vertex: {}, "code-assist": {} },
  },
  {
    ...GEMINI_3,
    ...ONE_CANDIDATE,
    name: "gemini-3-pro-preview",
    generation: 3,
    family: "pro",
    thinking: { levels: ["LOW", "HIGH"], budgets: BUDGETS },
    served: { "gemini-api": { until: "2026-03-09", replacement: "gemini-3.1-pro-preview" }, "code-assist": {} },
  },
  {
    ...GEMINI_3,
    ...ONE_CANDIDATE,
    name: "gemini-3-flash-preview",
    generation: 3,
    family: "flash",
    thinking: { levels: ALL_TO_HIGH, budgets: BUDGETS },
    served: { "gemini-api": { replacement: "gemini-3.6-flash" }, "code-assist": {} },
  },
];
