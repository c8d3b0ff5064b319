// The public client as anybody makes it: nothing switched off, no option but where the server is.

export const importPackage = (load) => load("gemini-ts");

export async function open({ url, load }) {
  const { GeminiClient, geminiApi } = await importPackage(load);
  const create = () => new GeminiClient({ backend: geminiApi({ apiKey: "fake-key", baseUrl: url }) });
  const client = create();

  return {
    async stream(prompt, onText, signal) {
      for await (const chunk of client.generateStream(prompt, { signal })) onText(chunk.textDelta);
    },
    whole: async (prompt) => (await client.generate(prompt)).text,
    chat() {
      const conversation = create();
      return { send: async (prompt) => (await conversation.sendMessage(prompt)).text };
    },
  };
}
