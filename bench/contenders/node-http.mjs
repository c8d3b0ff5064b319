// The same loop over Node's own HTTP with a keep-alive agent, and with lines split at bytes.

import { bodyOf, generatePath, streamPath, textOf } from "./bare-request.mjs";

const NEW_LINE = 10;

export async function open({ url }) {
  const http = await import("node:http");
  const agent = new http.Agent({ keepAlive: true });

  const post = (path, contents, signal) =>
    new Promise((resolve, reject) => {
      const body = Buffer.from(bodyOf(contents));
      const headers = {
        "content-type": "application/json",
        "content-length": body.length,
        "x-goog-api-key": "fake-key",
      };
      http
        .request(url + path, { method: "POST", headers, agent, signal }, resolve)
        .on("error", reject)
        .end(body);
    });

  const ask = async (contents) => {
    const pieces = [];
    for await (const bytes of await post(generatePath, contents)) pieces.push(bytes);
    return textOf(JSON.parse(Buffer.concat(pieces).toString()));
  };

  return {
    async stream(prompt, onText, signal) {
      const response = await post(streamPath, [{ role: "user", parts: [{ text: prompt }] }], signal);
      let rest = [];
      const onLine = (line) => {
        if (line.startsWith("data:")) onText(textOf(JSON.parse(line.slice(5))));
      };
      response.on("data", (bytes) => {
        let start = 0;
        for (let end = bytes.indexOf(NEW_LINE); end !== -1; end = bytes.indexOf(NEW_LINE, start)) {
          const last = bytes.subarray(start, end);
          onLine((rest.length === 0 ? last : Buffer.concat([...rest, last])).toString());
          rest = [];
          start = end + 1;
        }
        if (start < bytes.length) rest.push(bytes.subarray(start));
      });
      await new Promise((resolve, reject) => response.on("end", resolve).on("error", reject));
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
