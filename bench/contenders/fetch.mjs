// What is 1.00: the shortest loop over `fetch` that is right. Whole lines are split off, and each event is parsed.

import { bodyOf, generatePath, streamPath, textOf } from "./bare-request.mjs";

const headers = { "content-type": "application/json", "x-goog-api-key": "fake-key" };

export function open({ url }) {
  const ask = async (contents) => {
    const response = await fetch(url + generatePath, { method: "POST", headers, body: bodyOf(contents) });
    return textOf(JSON.parse(await response.text()));
  };

  return {
    async stream(prompt, onText, signal) {
      const body = bodyOf([{ role: "user", parts: [{ text: prompt }] }]);
      const response = await fetch(url + streamPath, { method: "POST", headers, body, signal });
      const decoder = new TextDecoder();
      let rest = "";
      for await (const bytes of response.body) {
        const text = decoder.decode(bytes, { stream: true });
        if (!text.includes("\n")) {
          rest += text;
          continue;
        }
        const lines = (rest + text).split("\n");
        rest = lines.pop();
        for (const line of lines) if (line.startsWith("data:")) onText(textOf(JSON.parse(line.slice(5))));
      }
    },
    whole: (prompt) => ask([{ role: "user", parts: [{ text: prompt }] }]),
    chat() {
      const contents = [];
      return {
        async send(prompt) {
          contents.push({ role: "user", parts: [{ text: prompt }] });
          const text = await ask(contents);
          contents.push({ role: "model", parts: [{ text }] });
          return text;
        },
      };
    },
  };
}
