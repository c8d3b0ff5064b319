/** The members of a part of which exactly one holds its data. @see https://ai.google.dev/api/caching#Part */
export const dataMembers: ReadonlySet<string> = new Set([
  "text",
  "inlineData",
  "fileData",
  "functionCall",
  "functionResponse",
  "executableCode",
  "codeExecutionResult",
  "toolCall",
  "toolResponse",
]);

/** The members that say something about the data of a part, and are none. */
export const qualifiers: ReadonlySet<string> = new Set([
  "thought",
  "thoughtSignature",
  "videoMetadata",
  "mediaResolution",
  "partMetadata",
  "audioTranscription",
]);
