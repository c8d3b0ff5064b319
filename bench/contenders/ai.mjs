export const importPackage = async (load) => [await load("ai"), await load("@ai-sdk/google")];

export async function open({ url, load }) {
  const [{ generateText, streamText }, { createGoogleGenerativeAI }] = await importPackage(load);
  const google = createGoogleGenerativeAI({ apiKey: "fake-key", baseURL: `${url}/v1beta` });
  const model = google("gemini-2.5-flash");

  return {
    async stream(prompt, onText, abortSignal) {
      const onError = ({ error }) => {
        throw error;
      };
      for await (const text of streamText({ model, prompt, abortSignal, onError }).textStream) onText(text);
    },
    whole: async (prompt) => (await generateText({ model, prompt })).text,
    chat() {
      const messages = [];
      return {
        async send(prompt) {
          messages.push({ role: "user", content: prompt });
          const { text } = await generateText({ model, messages });
          messages.push({ role: "assistant", content: text });
          return text;
        },
      };
    },
  };
}
