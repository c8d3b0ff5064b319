/** The host that Code Assist names itself by in its refusals. */
export const service = "cloudcode-pa.googleapis.com";
