/** Every backend by its name. The one list: types, checks and messages are made from it. */
export const backendNames = ["code-assist", "gemini-api", "vertex"] as const;

/** The three ways to Gemini. */
export type BackendName = (typeof backendNames)[number];
