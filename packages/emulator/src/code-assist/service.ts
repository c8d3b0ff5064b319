/** The host by which Code Assist names itself in errors. */
export const service = "cloudcode-pa.googleapis.com";
