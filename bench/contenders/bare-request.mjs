// What the bare loops send and how they read one answer.

const model = "/v1beta/models/gemini-2.5-flash";
export const generatePath = `${model}:generateContent`;
export const streamPath = `${model}:streamGenerateContent?alt=sse`;

export const bodyOf = (contents) => JSON.stringify({ contents });
export const textOf = (response) => response.candidates[0].content.parts[0].text;
