// With an API key: its way through the Gemini CLI's login asks Google about the token, whatever the endpoint.

import { askLanguageModel } from "./language-model.mjs";

export const importPackage = (load) => load("ai-sdk-provider-gemini-cli");

export async function open({ url, load }) {
  process.env.GEMINI_API_KEY = "fake-key";
  process.env.GOOGLE_GEMINI_BASE_URL = url;
  const { createGeminiProvider } = await importPackage(load);
  return askLanguageModel(createGeminiProvider({ authType: "api-key", apiKey: "fake-key" })("gemini-2.5-flash"));
}
