import { anything, choice, flag, integer, list, type Message, message, number, object, only, text } from "./fields.ts";
import { schemaMessage } from "./schema-message.ts";

const thinkingConfig: Message = {
  includeThoughts: flag,
  thinkingBudget: integer,
  thinkingLevel: choice(
    "GenerationConfig.ThinkingConfig.ThinkingLevel",
    "THINKING_LEVEL_UNSPECIFIED",
    "LOW",
    "MEDIUM",
    "HIGH",
    "MINIMAL",
    "XHIGH",
  ),
};

const imageConfig: Message = {
  aspectRatio: text,
  imageSize: text,
  imageOutputOptions: only(object, "vertex", "code-assist"),
  personGeneration: only(text, "vertex", "code-assist"),
  prominentPeople: only(text, "vertex", "code-assist"),
};

/** The generation settings. @see https://ai.google.dev/api/generate-content#generationconfig */
export const generationConfigMessage: Message = {
  temperature: number,
  topP: number,
  topK: number,
  candidateCount: integer,
  maxOutputTokens: integer,
  stopSequences: list(text),
  presencePenalty: number,
  frequencyPenalty: number,
  seed: integer,
  responseMimeType: text,
  responseSchema: message("Schema", () => schemaMessage),
  responseJsonSchema: anything,
  responseFormat: list(object),
  responseModalities: list(
    choice("GenerationConfig.Modality", "MODALITY_UNSPECIFIED", "TEXT", "IMAGE", "AUDIO", "VIDEO"),
  ),
  responseLogprobs: flag,
  logprobs: integer,
  mediaResolution: choice(
    "GenerationConfig.MediaResolution",
    "MEDIA_RESOLUTION_UNSPECIFIED",
    "MEDIA_RESOLUTION_LOW",
    "MEDIA_RESOLUTION_MEDIUM",
    "MEDIA_RESOLUTION_HIGH",
  ),
  speechConfig: object,
  imageConfig: message("ImageConfig", () => imageConfig),
  thinkingConfig: message("GenerationConfig.ThinkingConfig", () => thinkingConfig),
  audioTranscriptionConfig: object,
  enableAffectiveDialog: flag,
  enableEnhancedCivicAnswers: only(flag, "gemini-api", "code-assist"),
  audioTimestamp: only(flag, "vertex", "code-assist"),
  modelConfig: only(object, "vertex", "code-assist"),
  modelSelectionConfig: only(object, "vertex", "code-assist"),
  routingConfig: only(object, "vertex", "code-assist"),
};
