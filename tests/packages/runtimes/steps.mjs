// What a program does with the client on any runtime: a function for each step, which returns what the user sees.
// The emulator answers the prompts as answers.json says; of the rules that match, the last wins.
import { GeminiClient, geminiApi, isGeminiError, tool } from "gemini-ts";

const riverJson = {
  type: "object",
  properties: { name: { type: "string" }, lengthKm: { type: "number" } },
  required: ["name", "lengthKm"],
};
/** A schema by the interface that Zod, ArkType and Valibot share. */
const river = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) => (typeof value.lengthKm === "number" ? { value } : { issues: [{ message: "No length." }] }),
    jsonSchema: { input: () => riverJson, output: () => riverJson },
  },
};

const weather = tool({
  name: "weather",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  execute: ({ city }) => ({ rain: city }),
});

/** What a reader of a stream sees: its text, and how it failed. A failure has exactly the text that was read. */
async function read(stream, each = () => {}) {
  let text = "";
  try {
    for await (const chunk of stream) {
      text = chunk.type === "restart" ? "" : text + chunk.textDelta;
      if (each(chunk, text) === "break") break;
    }
    return text;
  } catch (error) {
    if (!isGeminiError(error)) throw error;
    if (error.partial !== undefined && error.partial.text !== text) return `read ${text}, got ${error.partial.text}`;
    return error.code;
  }
}

const codeOf = (promise) =>
  promise.then(
    ({ text }) => text,
    (error) => error.code ?? String(error),
  );

/** Each step gets a client, which notes the reasons of its retries in `reasons`. */
const steps = {
  once: async (client) => (await client.generate("What colour is the sky?")).text,
  stream: (client) => read(client.generateStream("Count")),
  retry: async (client, reasons) => `${(await client.generate("Retry")).text} ${reasons.join()}`,
  cut: (client) => read(client.generateStream("Close")),
  reset: (client) => read(client.generateStream("Reset")),
  "bad chunk": (client) => read(client.generateStream("Bad chunk")),
  restart: (client) => read(client.generateStream("Restart", { retry: { restartStreams: true } })),
  abort: async (client) => {
    const controller = new AbortController();
    return read(client.generateStream("Pause", { signal: controller.signal }), () => controller.abort());
  },
  timeout: (client) => codeOf(client.generate("Never", { timeout: 100 })),
  break: (client) => read(client.generateStream("Pause"), () => "break"),
  "keep partial": async (client) => {
    const chat = client.chat();
    const stream = chat.sendMessageStream("Pause");
    const text = await read(stream, (_, text) => text === "one two" && stream.cancel({ keepPartial: true }));
    return `${text}: ${chat.history.at(-1).parts[0].text}`;
  },
  chat: async (client) => {
    const chat = client.chat();
    await chat.sendMessage("My name is Ann.");
    await codeOf(chat.sendMessage("Blocked"));
    return `${(await chat.sendMessage("What is my name?")).text} ${chat.history.length}`;
  },
  tools: async (client) => (await client.generate("How is the weather?", { tools: [weather] })).text,
  "typed output": async (client) => (await client.generate("Name a river", { schema: river })).object.lengthKm,
  "web stream": async (client) => {
    const response = client.generateStream("Count").toResponse();
    const events = (await response.text()).trim().split("\n\n");
    return `${response.headers.get("content-type")} ${events.length}`;
  },
  quota: (client) => codeOf(client.generate("Quota")),
  blocked: (client) => codeOf(client.generate("Blocked")),
};

async function withClient(options, step) {
  const reasons = [];
  const onEvent = (event) => event.type === "retry" && reasons.push(event.reason);
  const client = new GeminiClient({ retry: { initialDelayMs: 1 }, onEvent, ...options });
  try {
    return await step(client, reasons);
  } finally {
    await client.close();
  }
}

/** Runs every step against the emulator at `url`. `login` returns a backend of Code Assist, a new one each time. */
export async function runSteps(url, login) {
  const seen = {};
  const backend = geminiApi({ apiKey: "fake-key", baseUrl: url });
  for (const [name, step] of Object.entries(steps)) seen[name] = await withClient({ backend }, step);
  seen.login = await withClient({ backend: login() }, steps.once);
  seen["next login"] = await withClient({ backend: login() }, steps.stream);
  return seen;
}
