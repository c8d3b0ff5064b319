/**
 * The default maximum size of a request body: 100 MB since January 2026, 20 MB before.
 *
 * @see https://blog.google/innovation-and-ai/technology/developers-tools/gemini-api-new-file-limits
 */
export const requestLimitBytes = 104_857_600;
