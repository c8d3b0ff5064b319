import type { ModelFacts, ThinkingSupport } from "./model-facts.ts";

const TO_HIGH: ThinkingSupport = { levels: ["LOW", "MEDIUM", "HIGH"], standard: "MEDIUM" };
const TO_XHIGH: ThinkingSupport = { levels: ["LOW", "MEDIUM", "HIGH", "XHIGH"], standard: "HIGH" };

/**
 * What all models of Gemini 4 share.
 * @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/start/get-started-with-gemini-4
 * @see https://ai.google.dev/gemini-api/docs/generate-content/long-decode
 */
const GEMINI_4 = {
  generation: 4,
  context: 1_048_576,
  outputSharesContext: true,
  longDecode: true,
  ignores: ["temperature", "topP", "topK"],
  refuses: [{ option: "presencePenalty" }, { option: "frequencyPenalty" }, { option: "candidateCount" }],
  unsupported: ["continuesModelTurn"],
  outputs: ["TEXT"],
  checked: "2026-11-28",
} as const;

export const gemini4: readonly ModelFacts[] = [
  /** @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/guides/gemini-4-argon */
  {
    ...GEMINI_4,
    name: "gemini-4-argon",
    family: "argon",
    output: { streamed: 65_536, unstreamed: 32_768 },
    thinking: TO_HIGH,
    inputs: ["TEXT", "IMAGE", "VIDEO", "AUDIO", "PDF"],
    served: { "gemini-api": { paidOnly: true }, vertex: { notBefore: "2027-10-13" } },
  },
  /** @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/guides/gemini-4-carbon */
  {
    ...GEMINI_4,
    name: "gemini-4-carbon",
    family: "carbon",
    output: { streamed: 65_536, unstreamed: 32_768 },
    thinking: TO_HIGH,
    served: { "gemini-api": { paidOnly: true }, vertex: {} },
  },
  /**
   * Vertex AI may retire it with 45 days' notice.
   * @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/guides/gemini-4-hydrogen
   */
  {
    ...GEMINI_4,
    name: "gemini-4-hydrogen",
    family: "hydrogen",
    output: { streamed: 65_536, unstreamed: 65_536 },
    thinking: TO_XHIGH,
    served: { "gemini-api": {}, vertex: {} },
  },
  /** @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/guides/gemini-4-neon */
  {
    ...GEMINI_4,
    name: "gemini-4-neon",
    family: "neon",
    output: { streamed: 65_536, unstreamed: 65_536 },
    thinking: TO_XHIGH,
    served: { "gemini-api": { paidOnly: true }, vertex: {} },
  },
];
