import { type GeminiOptions, geminiApi } from "gemini-ts";

/** The options that answer from the emulator inside this process. It is loaded only here: few runs need it. */
export async function offlineOptions(): Promise<GeminiOptions> {
  const { createEmulator } = await import("@gemini-ts/emulator");
  const { fetch } = createEmulator();
  // An explicit address, so that the environment's does not count.
  const backend = geminiApi({ apiKey: "fake-offline", baseUrl: "https://generativelanguage.googleapis.com" });
  return { backend, fetch };
}
