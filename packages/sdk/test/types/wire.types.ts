// Compiled, never run: what Google sends and takes can be read and written through the declared types.

import { expectTypeOf } from "vitest";
import type { GenerateContentResponse, Part, PromptPart, ToolConfig } from "../../src/index.ts";

declare const response: GenerateContentResponse;
const [candidate] = response.candidates;

// token counts
expectTypeOf(response.usageMetadata?.promptTokensDetails?.[0]?.tokenCount).toEqualTypeOf<number | undefined>();
expectTypeOf(response.usageMetadata?.cacheTokensDetails?.[0]?.tokenCount).toEqualTypeOf<number | undefined>();
expectTypeOf<"ON_DEMAND">().toExtend<NonNullable<NonNullable<typeof response.usageMetadata>["trafficType"]>>();

// sources
const grounding = candidate?.groundingMetadata;
expectTypeOf(grounding?.groundingChunks?.[0]?.web?.uri).toEqualTypeOf<string | undefined>();
expectTypeOf(grounding?.groundingSupports?.[0]?.segment?.endIndex).toEqualTypeOf<number | undefined>();
expectTypeOf(grounding?.searchEntryPoint?.renderedContent).toEqualTypeOf<string | undefined>();
expectTypeOf(candidate?.citationMetadata?.citations?.[0]?.uri).toEqualTypeOf<string | undefined>();
expectTypeOf(candidate?.urlContextMetadata?.urlMetadata?.[0]?.retrievedUrl).toEqualTypeOf<string | undefined>();

// log probabilities
const chosen = candidate?.logprobsResult?.chosenCandidates?.[0];
expectTypeOf(chosen?.logProbability).toEqualTypeOf<number | undefined>();
expectTypeOf(candidate?.logprobsResult?.logProbabilitySum).toEqualTypeOf<number | undefined>();

// arguments in pieces
const call = candidate?.content?.parts?.[0]?.functionCall;
expectTypeOf(call?.partialArgs?.[0]?.jsonPath).toEqualTypeOf<string | undefined>();

// parts
interface Weather {
  readonly city: string;
}
declare const weather: Weather;
const image = { inlineData: { mimeType: "image/png", data: "AAAA" } };
export const parts: readonly Part[] = [
  { functionResponse: { name: "weather", response: weather } },
  { functionResponse: { name: "draw", response: {}, parts: [image] } },
  { ...image, mediaResolution: { level: "MEDIA_RESOLUTION_HIGH" } },
  { toolCall: { id: "1", toolType: "GOOGLE_SEARCH_WEB", args: {} } },
  { toolResponse: { id: "1", toolType: "GOOGLE_SEARCH_WEB", response: {} } },
  { executableCode: { id: "1", language: "PYTHON", code: "" } },
  { text: "Hello!", partMetadata: { id: 1 } },
  { codeExecutionResult: { id: "1", outcome: "OUTCOME_OK", output: "" } },
  // @ts-expect-error a result is an object
  { functionResponse: { name: "weather", response: "warm" } },
];
export const toolConfig: ToolConfig = { functionCallingConfig: { streamFunctionCallArguments: true } };
const bytes = { inlineData: { mimeType: "image/png", data: new Uint8Array(4) } };
export const prompt: PromptPart = { functionResponse: { name: "draw", response: {}, parts: [bytes] } };
