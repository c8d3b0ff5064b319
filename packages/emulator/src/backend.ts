/** Which of Google's services a request was addressed to. `"oauth"` covers the token, tokeninfo and userinfo endpoints. */
export type EmulatedService = "oauth" | "code-assist" | "gemini-api" | "vertex";

/** The three services that generate content. They know different fields and wrap their answers differently. */
export type GenerateBackend = Exclude<EmulatedService, "oauth">;
