import type { GenerateBackend } from "../backend.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { GenerationConfig } from "../wire/generate.ts";
import { checkResponseJsonSchema } from "./json-schemas.ts";
import { checkSchemas } from "./schemas.ts";

type NumericSetting =
  | "temperature"
  | "topP"
  | "topK"
  | "candidateCount"
  | "presencePenalty"
  | "frequencyPenalty"
  | "logprobs";

/** Both ends are inclusive. */
const ranges: Readonly<Record<NumericSetting, readonly [least: number, most: number]>> = {
  temperature: [0, 2],
  topP: [0, 1],
  topK: [1, 1_000],
  candidateCount: [1, 8],
  presencePenalty: [-2, 2],
  frequencyPenalty: [-2, 2],
  logprobs: [0, 20],
};

const maximumStopSequences = 5;

const mimeTypes = ["text/plain", "application/json", "application/xml", "application/yaml", "text/x.enum"];

/**
 * Checks that the settings are in range and do not contradict each other.
 *
 * @see https://ai.google.dev/api/generate-content#generationconfig
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkGenerationConfig(config: GenerationConfig, outputLimit: number): void {
  for (const [name, range] of Object.entries(ranges)) checkRange(name, config[name as NumericSetting], range);
  checkRange("maxOutputTokens", config.maxOutputTokens, [1, outputLimit]);
  if ((config.stopSequences?.length ?? 0) > maximumStopSequences) {
    throw invalidArgument(`The number of stop sequences must not be more than ${maximumStopSequences}.`);
  }
  if (config.logprobs !== undefined && config.responseLogprobs !== true) {
    throw invalidArgument("logprobs is only allowed when response_logprobs is true.");
  }
}

function checkRange(name: string, value: number | undefined, [least, most]: readonly [number, number]): void {
  if (value === undefined || (value >= least && value <= most)) return;
  throw invalidArgument(
    `Unable to submit request because it has a ${name} value of ${value} but the supported range is from ${least} (inclusive) to ${most} (inclusive). Update the value and try again.`,
  );
}

/**
 * Checks the media type of the response and its schema.
 *
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkResponseFormat(config: GenerationConfig, service: GenerateBackend): void {
  const mimeType = config.responseMimeType ?? "text/plain";
  if (!mimeTypes.includes(mimeType)) {
    throw invalidArgument(
      `* GenerateContentRequest.generation_config.response_mime_type: allowed mimetypes are ${mimeTypes.map((type) => `\`${type}\``).join(", ")}.\n`,
    );
  }
  const hasSchema = config.responseSchema !== undefined || config.responseJsonSchema !== undefined;
  if (config.responseSchema !== undefined && config.responseJsonSchema !== undefined) {
    throw invalidArgument("Only one of response_schema and response_json_schema can be set.");
  }
  if (hasSchema && mimeType === "text/plain") {
    throw invalidArgument(
      "* GenerateContentRequest.generation_config.response_schema: only allowed when response mimetype is set\n",
    );
  }
  checkSchemas([{ path: "generation_config.response_schema", schema: config.responseSchema }], service);
  checkResponseJsonSchema(config.responseJsonSchema);
}
