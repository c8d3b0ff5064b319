/** The host that the Gemini API names itself by in its refusals. */
export const service = "generativelanguage.googleapis.com";
