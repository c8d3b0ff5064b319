import type { GenerateBackend } from "../backend.ts";

/** What one model, or a group of models, accepts. Left out means that Google's rule is not known: everything is accepted. */
export interface ModelRules {
  /** What the names begin with; the first row that fits counts. */
  readonly prefix: string;
  readonly inputTokenLimit?: number;
  /** The most tokens of one streamed response. */
  readonly outputTokenLimit: number;
  /** The most tokens of one response that is not streamed, if it is less. */
  readonly unaryTokenLimit?: number;
  /** Whether a longer response can be continued, so that streams accept any `maxOutputTokens` within the context window. */
  readonly longDecode?: true;
  /** The thinking levels; empty for models that only know budgets. */
  readonly levels?: readonly string[];
  /** The range of thinking budgets besides -1 and 0; `null` for models that refuse budgets. */
  readonly budgets?: readonly [least: number, most: number] | null;
  /** Whether the model refuses the budget 0. */
  readonly alwaysThinks?: true;
  /** Whether the model can think at all. */
  readonly thinks: boolean;
  readonly noPenalties?: true;
  /** The services on which the model returns one candidate only. */
  readonly oneCandidateOn?: readonly GenerateBackend[];
  /** Whether the contents must not end with a turn of the model. */
  readonly noModelTurn?: true;
  readonly outputs?: readonly string[];
}

const everywhere: readonly GenerateBackend[] = ["gemini-api", "vertex", "code-assist"];
const lowToHigh = ["LOW", "MEDIUM", "HIGH"];
const minimalToHigh = ["MINIMAL", ...lowToHigh];

/** @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/start/get-started-with-gemini-4 */
const gemini4 = {
  outputTokenLimit: 65_536,
  longDecode: true,
  budgets: null,
  thinks: true,
  noPenalties: true,
  oneCandidateOn: everywhere,
  // Google says that it is not supported, but not in which words it is refused.
  noModelTurn: true,
  outputs: ["TEXT"],
} as const;

const gemini3 = { outputTokenLimit: 65_536, budgets: [0, 32_768], thinks: true, outputs: ["TEXT"] } as const;

/** @see https://ai.google.dev/gemini-api/docs/generate-content/whats-new-gemini-3.6 */
const since36 = { ...gemini3, noPenalties: true, noModelTurn: true } as const;

/** @see https://github.com/googleapis/js-genai/issues/1609 */
const oneCandidate = { ...gemini3, oneCandidateOn: ["gemini-api"] } as const;

const gemini25 = { outputTokenLimit: 65_536, levels: [], thinks: true, outputs: ["TEXT"] } as const;
const image = { outputTokenLimit: 65_536, thinks: true, outputs: ["TEXT", "IMAGE"] } as const;
const speech = { outputTokenLimit: 65_536, thinks: false, outputs: ["AUDIO"] } as const;
const old = { outputTokenLimit: 8_192, levels: [], thinks: false } as const;

/**
 * The emulator's own copy of Google's rules.
 *
 * @see https://ai.google.dev/gemini-api/docs/models
 * @see https://ai.google.dev/gemini-api/docs/thinking
 */
const rules: readonly ModelRules[] = [
  { prefix: "gemini-4-argon", ...gemini4, levels: lowToHigh, unaryTokenLimit: 32_768 },
  { prefix: "gemini-4-carbon", ...gemini4, levels: lowToHigh, unaryTokenLimit: 32_768 },
  { prefix: "gemini-4-hydrogen", ...gemini4, levels: [...lowToHigh, "XHIGH"] },
  { prefix: "gemini-4-neon", ...gemini4, levels: [...lowToHigh, "XHIGH"] },
  { prefix: "gemini-4", ...gemini4 },
  { prefix: "gemini-3.8-flash-tts", ...speech },
  { prefix: "gemini-3.8-flash-lite-tts", ...speech },
  { prefix: "gemini-3.8-flash", ...since36, levels: lowToHigh },
  { prefix: "gemini-3.7-flash", ...since36, levels: lowToHigh },
  { prefix: "gemini-3.6-flash", ...since36, levels: minimalToHigh },
  { prefix: "gemini-3.5-flash-lite", ...since36, levels: minimalToHigh },
  { prefix: "gemini-3.5-flash", ...gemini3, levels: minimalToHigh },
  { prefix: "gemini-3.1-flash-image", ...image },
  { prefix: "gemini-3.1-flash-lite-image", ...image },
  { prefix: "gemini-3-pro-image", ...image },
  { prefix: "gemini-3.1-pro", ...oneCandidate, levels: lowToHigh },
  { prefix: "gemini-3.1-flash-lite", ...oneCandidate, levels: minimalToHigh },
  { prefix: "gemini-3-pro", ...oneCandidate, levels: ["LOW", "HIGH"] },
  { prefix: "gemini-3-flash-preview", ...oneCandidate, levels: minimalToHigh },
  { prefix: "gemini-3", ...gemini3, levels: minimalToHigh },
  { prefix: "gemini-2.5-pro-preview-tts", ...old, outputTokenLimit: 16_384, outputs: ["AUDIO"] },
  { prefix: "gemini-2.5-flash-preview-tts", ...old, outputTokenLimit: 16_384, outputs: ["AUDIO"] },
  { prefix: "gemini-2.5-flash-image", ...gemini25, outputs: ["TEXT", "IMAGE"] },
  { prefix: "gemini-2.5-pro", ...gemini25, budgets: [128, 32_768], alwaysThinks: true },
  { prefix: "gemini-2.5-flash-lite", ...gemini25, budgets: [512, 24_576] },
  { prefix: "gemini-2.5", ...gemini25, budgets: [1, 24_576] },
  { prefix: "gemini-2.0", ...old },
  { prefix: "gemini-1.", ...old },
  { prefix: "gemma-", outputTokenLimit: 8_192, thinks: false, inputTokenLimit: 256_000 },
];

/** Newer models than these are taken for models without rules of their own. */
const unknown: ModelRules = { prefix: "", outputTokenLimit: 65_536, thinks: true };

/** The rules of a model. */
export function rulesOf(name: string): ModelRules {
  return rules.find(({ prefix }) => name.startsWith(prefix)) ?? unknown;
}
