/** How a request is processed and billed. Only the first three can be asked for in a call. */
export type PriceTier = "standard" | "flex" | "priority" | "batch";

/** US dollars for a million tokens. */
export interface Rates {
  readonly input: number;
  /** Input that Google found in its cache. */
  readonly cached?: number;
  /** Thinking included. */
  readonly output: number;
}

/** Prices of a model on the Gemini API for a period. Left out means unknown. */
export interface PricePeriod {
  readonly model: string;
  /** The first day, UTC. */
  readonly from: string;
  /** The first day on which these prices are no longer known to hold, UTC. Undefined if no end was announced. */
  readonly until?: string;
  readonly rates: Rates;
  /** Instead of `rates`, if the prompt has more than 200,000 tokens. */
  readonly longPrompt?: Rates;
  /** Input and cached input of audio, standard tier, if they differ from those of other input. */
  readonly audio?: { readonly input: number; readonly cached?: number };
  /** The other tiers, as a multiple of the standard tier's input and output. */
  readonly tiers?: Readonly<Partial<Record<PriceTier, number>>>;
  readonly source: string;
  /** The day on which Google had this price, according to the source. */
  readonly checked: string;
}

/** Copies of https://ai.google.dev/gemini-api/docs/pricing, with the day on which they were made. */
const OCTOBER = {
  source: "https://github.com/api-evangelist/deepmind/blob/main/plans/deepmind-plans-pricing.yml",
  checked: "2026-10-07",
} as const;
const GENAI_PRICES = "https://github.com/pydantic/genai-prices/blob/main/prices/providers/google.yml";
const HALF = { batch: 0.5, flex: 0.5 } as const;
const ALL_TIERS = { ...HALF, priority: 1.8 } as const;

/** Argon and Carbon: introductory prices until 30 November 2026. */
const INTRODUCTORY_4 = { input: 2, cached: 0.1, output: 10 } as const;
const FROM_DECEMBER_4 = { input: 4, cached: 0.2, output: 20 } as const;
const TRAZUM = { source: "https://github.com/TrazumAPP/Trazum/releases/tag/v2.7.9", checked: "2026-11-16" } as const;

/** 3.6 to 3.8 Flash: introductory prices until 31 December 2026. */
const INTRODUCTORY_3 = { input: 0.75, cached: 0.075, output: 3.75 } as const;
const FROM_2027_3 = { input: 1.5, cached: 0.15, output: 7.5 } as const;

const PRO_3 = { input: 2, cached: 0.2, output: 12 } as const;
const PRO_3_LONG = { input: 4, cached: 0.4, output: 18 } as const;

/** The list prices of the Gemini API. Loaded only when a price is asked for. */
export const priceList: readonly PricePeriod[] = [
  {
    model: "gemini-4-argon",
    from: "2026-10-13",
    until: "2026-12-01",
    rates: INTRODUCTORY_4,
    tiers: ALL_TIERS,
    ...TRAZUM,
  },
  { model: "gemini-4-argon", from: "2026-12-01", rates: FROM_DECEMBER_4, tiers: ALL_TIERS, ...TRAZUM },
  {
    model: "gemini-4-carbon",
    from: "2026-11-10",
    until: "2026-12-01",
    rates: INTRODUCTORY_4,
    tiers: ALL_TIERS,
    ...TRAZUM,
  },
  { model: "gemini-4-carbon", from: "2026-12-01", rates: FROM_DECEMBER_4, tiers: ALL_TIERS, ...TRAZUM },
  {
    model: "gemini-4-hydrogen",
    from: "2026-11-12",
    rates: { input: 1.5, cached: 0.075, output: 7.5 },
    tiers: ALL_TIERS,
    ...TRAZUM,
  },
  {
    model: "gemini-4-neon",
    from: "2026-11-18",
    rates: { input: 3, cached: 0.15, output: 15 },
    tiers: ALL_TIERS,
    source: "https://github.com/iyulab/TokenMeter/releases/tag/v0.17.0",
    checked: "2026-11-18",
  },
  {
    model: "gemini-3.8-flash",
    from: "2026-09-02",
    until: "2027-01-01",
    rates: INTRODUCTORY_3,
    tiers: HALF,
    ...OCTOBER,
  },
  {
    model: "gemini-3.8-flash",
    from: "2027-01-01",
    rates: { input: 1.5, output: 7.5 },
    tiers: HALF,
    ...OCTOBER,
  },
  {
    model: "gemini-3.7-flash",
    from: "2026-08-13",
    until: "2026-10-08",
    rates: INTRODUCTORY_3,
    tiers: ALL_TIERS,
    source: GENAI_PRICES,
    checked: "2026-08-13",
  },
  {
    model: "gemini-3.6-flash",
    from: "2026-08-13",
    until: "2027-01-01",
    rates: INTRODUCTORY_3,
    tiers: HALF,
    source: GENAI_PRICES,
    checked: "2026-08-13",
  },
  {
    model: "gemini-3.6-flash",
    from: "2027-01-01",
    rates: FROM_2027_3,
    tiers: HALF,
    source: GENAI_PRICES,
    checked: "2026-08-13",
  },
  {
    model: "gemini-3.5-flash",
    from: "2026-05-19",
    until: "2026-10-08",
    rates: { input: 1.5, cached: 0.15, output: 9 },
    tiers: HALF,
    ...OCTOBER,
  },
  {
    model: "gemini-3.5-flash-lite",
    from: "2026-07-21",
    rates: { input: 0.3, cached: 0.03, output: 2.5 },
    tiers: HALF,
    ...TRAZUM,
  },
  {
    model: "gemini-3.1-pro-preview",
    from: "2026-02-19",
    rates: PRO_3,
    longPrompt: PRO_3_LONG,
    tiers: { batch: 0.5 },
    ...OCTOBER,
  },
  {
    model: "gemini-3.1-flash-lite",
    from: "2026-05-07",
    rates: { input: 0.25, cached: 0.025, output: 1.5 },
    audio: { input: 0.5, cached: 0.05 },
    source: GENAI_PRICES,
    checked: "2026-05-12",
  },
  {
    model: "gemini-3-flash-preview",
    from: "2025-12-17",
    rates: { input: 0.5, cached: 0.05, output: 3 },
    audio: { input: 1, cached: 0.1 },
    tiers: { batch: 0.5 },
    source: GENAI_PRICES,
    checked: "2025-12-19",
  },
  {
    model: "gemini-2.5-pro",
    from: "2025-06-17",
    until: "2026-12-01",
    rates: { input: 1.25, cached: 0.125, output: 10 },
    longPrompt: { input: 2.5, cached: 0.25, output: 15 },
    tiers: { batch: 0.5 },
    ...OCTOBER,
  },
  {
    model: "gemini-2.5-flash",
    from: "2025-06-17",
    until: "2026-12-01",
    rates: { input: 0.3, cached: 0.03, output: 2.5 },
    audio: { input: 1, cached: 0.1 },
    tiers: { batch: 0.5 },
    ...OCTOBER,
  },
  {
    model: "gemini-2.5-flash-lite",
    from: "2025-07-22",
    rates: { input: 0.1, cached: 0.01, output: 0.4 },
    audio: { input: 0.3, cached: 0.03 },
    tiers: ALL_TIERS,
    source: "https://github.com/BerriAI/litellm/pull/23560",
    checked: "2026-03-13",
  },
];
