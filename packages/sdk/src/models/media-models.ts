import type { ModelFacts } from "./model-facts.ts";

const CHECKED = "2026-11-28";

/** Their context and output limits, and what they refuse, were not found. */
const IMAGE = { family: "image", outputs: ["TEXT", "IMAGE"], checked: CHECKED } as const;
const SPEECH = { family: "tts", inputs: ["TEXT"], outputs: ["AUDIO"], checked: CHECKED } as const;
const NO_THINKING = { levels: [] } as const;

/**
 * Models that answer with images or speech.
 * @see https://ai.google.dev/gemini-api/docs/deprecations
 * @see https://ai.google.dev/gemini-api/docs/speech-generation
 */
export const mediaModels: readonly ModelFacts[] = [
  { ...IMAGE, name: "gemini-3.1-flash-image", generation: 3.1, served: { "gemini-api": {} } },
  { ...IMAGE, name: "gemini-3.1-flash-lite-image", generation: 3.1, served: { "gemini-api": {} } },
  { ...IMAGE, name: "gemini-3-pro-image", generation: 3, served: { "gemini-api": {} } },
  {
    ...IMAGE,
    name: "gemini-2.5-flash-image",
    generation: 2.5,
    thinking: NO_THINKING,
    served: { "gemini-api": { until: "2026-10-02", replacement: "gemini-3.1-flash-image" } },
  },
  /** @see https://github.com/BerriAI/litellm/discussions/42776 */
  { ...SPEECH, name: "gemini-3.8-flash-tts", generation: 3.8, context: 8_192, served: { "gemini-api": {} } },
  { ...SPEECH, name: "gemini-3.8-flash-lite-tts", generation: 3.8, context: 8_192, served: { "gemini-api": {} } },
  {
    ...SPEECH,
    name: "gemini-2.5-flash-tts",
    generation: 2.5,
    output: { streamed: 16_384, unstreamed: 16_384 },
    thinking: NO_THINKING,
    served: {},
  },
  {
    ...SPEECH,
    name: "gemini-2.5-pro-tts",
    generation: 2.5,
    output: { streamed: 16_384, unstreamed: 16_384 },
    thinking: NO_THINKING,
    served: {},
  },
];
