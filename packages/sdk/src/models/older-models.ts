import type { ModelFacts } from "./model-facts.ts";

const CHECKED = "2026-11-28";
const NO_THINKING = { levels: [] } as const;

/** @see https://ai.google.dev/gemini-api/docs/models */
const GEMINI_25 = {
  generation: 2.5,
  context: 1_048_576,
  output: { streamed: 65_536, unstreamed: 65_536 },
  inputs: ["TEXT", "IMAGE", "VIDEO", "AUDIO", "PDF"],
  outputs: ["TEXT"],
  checked: CHECKED,
} as const;

/** The last day of Gemini 2.5 on Vertex AI was 19 October 2026. */
const VERTEX_25 = { until: "2026-10-20" } as const;

/**
 * Gemini 2.5 and older, and models that are not Gemini.
 * @see https://ai.google.dev/gemini-api/docs/thinking
 * @see https://ai.google.dev/gemini-api/docs/deprecations
 * @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/model-versions
 */
export const olderModels: readonly ModelFacts[] = [
  {
    ...GEMINI_25,
    name: "gemini-2.5-pro",
    family: "pro",
    thinking: { levels: [], budgets: [128, 32_768] },
    served: {
      "gemini-api": { until: "2026-12-01", replacement: "gemini-3.8-flash", reroutes: true },
      vertex: VERTEX_25,
      "code-assist": {},
    },
  },
  {
    ...GEMINI_25,
    name: "gemini-2.5-flash",
    family: "flash",
    thinking: { levels: [], budgets: [1, 24_576], canBeOff: true },
    served: {
      "gemini-api": { until: "2026-12-01", replacement: "gemini-3.5-flash-lite", reroutes: true },
      vertex: VERTEX_25,
      "code-assist": {},
    },
  },
  {
    ...GEMINI_25,
    name: "gemini-2.5-flash-lite",
    family: "flash-lite",
    thinking: { levels: [], budgets: [512, 24_576], canBeOff: true },
    served: { "gemini-api": {}, vertex: VERTEX_25, "code-assist": {} },
  },
  {
    name: "gemini-2.0-",
    isGroup: true,
    generation: 2,
    family: "gemini-2.0",
    output: { streamed: 8_192, unstreamed: 8_192 },
    thinking: NO_THINKING,
    served: { "gemini-api": { until: "2026-06-01" } },
    checked: CHECKED,
  },
  {
    name: "gemini-1.",
    isGroup: true,
    generation: 1,
    family: "gemini-1",
    output: { streamed: 8_192, unstreamed: 8_192 },
    thinking: NO_THINKING,
    served: {},
    checked: CHECKED,
  },
  {
    name: "gemma-3",
    isGroup: true,
    family: "gemma",
    output: { streamed: 8_192, unstreamed: 8_192 },
    thinking: NO_THINKING,
    served: { "gemini-api": {} },
    checked: CHECKED,
  },
  // How much Gemma 4 thinks can be set, but not in which ways was found.
  {
    name: "gemma-",
    isGroup: true,
    family: "gemma",
    output: { streamed: 8_192, unstreamed: 8_192 },
    served: { "gemini-api": {}, "code-assist": {} },
    checked: CHECKED,
  },
];
