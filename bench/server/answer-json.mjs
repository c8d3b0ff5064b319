// Answers in the shape and the spacing that the Gemini API sends, and in Code Assist's envelope.

/** One answer or one event of it. */
export function answer(text, { codeAssist, last = true, tokens = 1 }) {
  const response = {
    candidates: [
      { content: { parts: [{ text }], role: "model" }, ...(last ? { finishReason: "STOP" } : {}), index: 0 },
    ],
    usageMetadata: {
      promptTokenCount: 8,
      candidatesTokenCount: tokens,
      totalTokenCount: 8 + tokens,
      promptTokensDetails: [{ modality: "TEXT", tokenCount: 8 }],
    },
    modelVersion: "gemini-2.5-flash",
    responseId: "b2xkLWZha2UtcmVzcG9uc2U",
  };
  return codeAssist ? { response } : response;
}

/** As an event of a stream: on one line, with a space after every colon. */
export function event(value) {
  return Buffer.from(`data: ${JSON.stringify(value, null, 1).replace(/\n */g, "")}\r\n\r\n`);
}

/** As a whole answer: on many lines. */
export function wholeBody(value) {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
