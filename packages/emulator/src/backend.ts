/** Which of Google's services a request was addressed to. `"oauth"` covers the token, tokeninfo and userinfo endpoints. */
export type EmulatedService = "oauth" | "code-assist" | "gemini-api" | "vertex";

/** The services that generate content. They know different fields and wrap their responses differently. */
export type GenerateBackend = Exclude<EmulatedService, "oauth">;
