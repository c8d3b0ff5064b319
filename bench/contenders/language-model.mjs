// What the AI SDK asks of any provider, spoken without the AI SDK.

const userTurn = (text) => ({ role: "user", content: [{ type: "text", text }] });

export function askLanguageModel(model) {
  const ask = async (prompt) => {
    const { content } = await model.doGenerate({ prompt });
    return content.map((part) => (part.type === "text" ? part.text : "")).join("");
  };

  return {
    async stream(prompt, onText, abortSignal) {
      const { stream } = await model.doStream({ prompt: [userTurn(prompt)], abortSignal });
      for await (const part of stream) {
        if (part.type === "text-delta") onText(part.delta);
        else if (part.type === "error") throw part.error;
      }
    },
    whole: (prompt) => ask([userTurn(prompt)]),
    chat() {
      const turns = [];
      return {
        async send(prompt) {
          turns.push(userTurn(prompt));
          const text = await ask(turns);
          turns.push({ role: "assistant", content: [{ type: "text", text }] });
          return text;
        },
      };
    },
  };
}
