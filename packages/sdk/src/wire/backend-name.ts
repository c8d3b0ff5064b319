/** The names of all backends. Types, checks and messages are derived from this list. */
export const backendNames = ["code-assist", "gemini-api", "vertex"] as const;

/** The name of a Google service for Gemini. */
export type BackendName = (typeof backendNames)[number];
