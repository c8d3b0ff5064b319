import type { BackendName } from "../wire/backend-name.ts";
import { findModel } from "./catalogue.ts";
import type { Modality } from "./model-facts.ts";
import type { PricePeriod, PriceTier } from "./price-list.ts";

/** The longest prompt that is billed at the lower price, if a model has two. In tokens. */
const SHORT_PROMPT = 200_000;

/** Which price is asked for. */
export interface PriceQuery {
  /** @default "standard" */
  readonly tier?: PriceTier;
  /** Of the input. @default "TEXT" */
  readonly modality?: Modality;
  /** When the request is made, in milliseconds since 1970. */
  readonly date: number;
  /** @default "gemini-api" */
  readonly backend?: BackendName;
  /** The length of the prompt, which some models' prices depend on. @default a short prompt */
  readonly promptTokens?: number;
}

/** US dollars for a million tokens. A price that is not known is undefined. */
export interface Price {
  readonly input: number | undefined;
  /** Input that Google found in its cache. */
  readonly cachedInput: number | undefined;
  /** Thinking included. */
  readonly output: number;
  readonly source: string;
  /** The day on which Google had this price, according to the source. */
  readonly checked: string;
}

/**
 * The list price of a model. Undefined if it is not known: for other backends than the Gemini API, for a tier that
 * Google does not offer, and before and after the period for which a price is known.
 */
export async function priceOf(model: string, query: PriceQuery): Promise<Price | undefined> {
  const { tier = "standard", modality = "TEXT", date, backend = "gemini-api", promptTokens = 0 } = query;
  const name = findModel(model)?.name;
  if (name === undefined || backend !== "gemini-api") return undefined;
  const { priceList } = await import("./price-list.ts");
  const period = priceList.find((one) => one.model === name && covers(one, date));
  const multiple = tier === "standard" ? 1 : period?.tiers?.[tier];
  if (!period || multiple === undefined) return undefined;
  const { rates, longPrompt, audio, source, checked } = period;
  const { input, cached, output } = (promptTokens > SHORT_PROMPT && longPrompt) || rates;
  const isStandard = tier === "standard";
  const ofAudio = modality === "AUDIO" && audio;
  return {
    // Sources give the price of audio for the standard tier only.
    input: ofAudio ? (isStandard ? audio.input : undefined) : times(input, multiple),
    cachedInput: isStandard ? (ofAudio ? audio.cached : cached) : undefined,
    output: times(output, multiple),
    source,
    checked,
  };
}

function covers({ from, until }: PricePeriod, date: number): boolean {
  return date >= Date.parse(from) && (until === undefined || date < Date.parse(until));
}

/** Without the noise of binary fractions: 3 times 1.8 is 5.4. */
function times(rate: number, multiple: number): number {
  return Number((rate * multiple).toFixed(6));
}
