import { askLanguageModel } from "./language-model.mjs";

export const importPackage = (load) => load("@ai-sdk/google");

export async function open({ url, load }) {
  const { createGoogleGenerativeAI } = await importPackage(load);
  const google = createGoogleGenerativeAI({ apiKey: "fake-key", baseURL: `${url}/v1beta` });
  return askLanguageModel(google("gemini-2.5-flash"));
}
