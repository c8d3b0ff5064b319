/** The host by which the Gemini API names itself in errors. */
export const service = "generativelanguage.googleapis.com";
