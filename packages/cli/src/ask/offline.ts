import { type GeminiOptions, geminiApi } from "gemini-ts";

/** Options for answers from an emulator inside this process. It is loaded on demand, because few runs need it. */
export async function offlineOptions(): Promise<GeminiOptions> {
  const { createEmulator } = await import("@gemini-ts/emulator");
  const { fetch } = createEmulator();
  // Pass the address, so that the one in the environment is ignored.
  const backend = geminiApi({ apiKey: "fake-offline", baseUrl: "https://generativelanguage.googleapis.com" });
  return { backend, fetch };
}
