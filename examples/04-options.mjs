// A call's options override the client's for that call. undefined inherits the client's value; null leaves the option out.
// Run: node examples/04-options.mjs
import { GeminiClient } from "gemini-ts";

const client = new GeminiClient({
  model: "gemini-3.8-flash",
  systemPrompt: "Be concise.",
  temperature: 0.2,
  maxOutputTokens: 2048,
  timeouts: { total: 60_000 },
  onEvent: (event) => {
    if (event.type === "response") console.error(`${event.operation}: ${event.status} in ${event.durationMs} ms`);
  },
});

const thoughtful = await client.generate("What is 17 * 23?", { thinkingLevel: "HIGH", temperature: null });
console.log("thinking:", thoughtful.thinking.split("\n")[0]);
console.log("answer:", thoughtful.text);

const controller = new AbortController();
setTimeout(() => controller.abort(new Error("took too long")), 30_000).unref();
const { object } = await client.generate("Name three rivers", {
  schema: { type: "array", items: { type: "string" } },
  signal: controller.signal,
});
console.log(object);
await client.close();
