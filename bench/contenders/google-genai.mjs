export const importPackage = (load) => load("@google/genai");

export async function open({ url, load }) {
  const { GoogleGenAI } = await importPackage(load);
  const { models, chats } = new GoogleGenAI({ apiKey: "fake-key", httpOptions: { baseUrl: url } });
  const model = "gemini-2.5-flash";

  return {
    async stream(contents, onText, abortSignal) {
      const stream = await models.generateContentStream({ model, contents, config: { abortSignal } });
      for await (const response of stream) onText(response.text ?? "");
    },
    whole: async (contents) => (await models.generateContent({ model, contents })).text,
    chat() {
      const chat = chats.create({ model });
      return { send: async (message) => (await chat.sendMessage({ message })).text };
    },
  };
}
