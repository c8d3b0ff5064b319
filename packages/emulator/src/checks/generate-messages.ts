import { contentMessage } from "./content-messages.ts";
import { choice, flag, list, type Message, map, message, object, only, text } from "./fields.ts";
import { generationConfigMessage } from "./generation-config-message.ts";
import { toolConfigMessage, toolMessage } from "./tool-messages.ts";

const safetySetting: Message = {
  category: choice(
    "HarmCategory",
    "HARM_CATEGORY_UNSPECIFIED",
    "HARM_CATEGORY_HATE_SPEECH",
    "HARM_CATEGORY_DANGEROUS_CONTENT",
    "HARM_CATEGORY_HARASSMENT",
    "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    "HARM_CATEGORY_CIVIC_INTEGRITY",
    "HARM_CATEGORY_JAILBREAK",
  ),
  threshold: choice(
    "SafetySetting.HarmBlockThreshold",
    "HARM_BLOCK_THRESHOLD_UNSPECIFIED",
    "BLOCK_LOW_AND_ABOVE",
    "BLOCK_MEDIUM_AND_ABOVE",
    "BLOCK_ONLY_HIGH",
    "BLOCK_NONE",
    "OFF",
  ),
  method: only(
    choice("SafetySetting.HarmBlockMethod", "HARM_BLOCK_METHOD_UNSPECIFIED", "SEVERITY", "PROBABILITY"),
    "vertex",
    "code-assist",
  ),
};

/**
 * The body of `generateContent` and `streamGenerateContent`, and the request in the envelope of Code Assist.
 *
 * @see https://ai.google.dev/api/generate-content
 */
export const generateRequestMessage: Message = {
  model: only(text, "gemini-api", "vertex"),
  contents: list(message("Content", () => contentMessage)),
  systemInstruction: message("Content", () => contentMessage),
  tools: list(message("Tool", () => toolMessage)),
  toolConfig: message("ToolConfig", () => toolConfigMessage),
  safetySettings: list(message("SafetySetting", () => safetySetting)),
  generationConfig: message("GenerationConfig", () => generationConfigMessage),
  cachedContent: text,
  // Whether Code Assist knows it is unknown. It accepts the tokens that it issued, which it does only if told to.
  continuationToken: text,
  serviceTier: only(choice("ServiceTier", "UNSPECIFIED", "FLEX", "STANDARD", "PRIORITY"), "gemini-api", "vertex"),
  store: only(flag, "gemini-api"),
  labels: only(map(text), "vertex", "code-assist"),
  modelArmorConfig: only(object, "vertex"),
  sessionId: only(text, "code-assist"),
};

/** The body of `countTokens`; the Gemini API accepts a whole generate request too, Code Assist wraps it. */
export const countRequestMessage: Message = {
  model: text,
  contents: list(message("Content", () => contentMessage)),
  systemInstruction: only(
    message("Content", () => contentMessage),
    "vertex",
  ),
  tools: only(list(message("Tool", () => toolMessage)), "vertex"),
  generationConfig: only(
    message("GenerationConfig", () => generationConfigMessage),
    "vertex",
  ),
  generateContentRequest: only(
    message("GenerateContentRequest", () => generateRequestMessage),
    "gemini-api",
  ),
};
