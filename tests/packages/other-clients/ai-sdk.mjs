// What the AI SDK does for its users, on the emulator: prints one line for each.
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createEmulator } from "@gemini-ts/emulator";
import { generateObject, generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";

const emulator = createEmulator();
const google = createGoogleGenerativeAI({ apiKey: "fake-key", fetch: emulator.fetch });
const model = google("gemini-3.8-flash");

emulator.next([{ text: "Hello." }, { text: "one two three" }]);
console.log("text:", (await generateText({ model, prompt: "Hello" })).text);
console.log("stream:", await streamText({ model, prompt: "Count" }).text);

emulator.next([{ functionCall: { name: "weather", args: { city: "Oslo" } } }, { text: "It rains in Oslo." }]);
const inputSchema = jsonSchema({ type: "object", properties: { city: { type: "string" } }, required: ["city"] });
const weather = tool({ description: "The weather", inputSchema, execute: async ({ city }) => ({ rain: city }) });
const stopWhen = stepCountIs(3);
const answer = await generateText({ model, prompt: "Weather in Oslo?", tools: { weather }, stopWhen });
console.log("tools:", answer.text, answer.steps.length);

emulator.next({ json: { name: "Rhine" } });
const schema = jsonSchema({ type: "object", properties: { name: { type: "string" } }, required: ["name"] });
console.log("object:", (await generateObject({ model, schema, prompt: "A river" })).object.name);

emulator.next([{ error: "overloaded" }, { text: "Again." }]);
console.log("retry:", (await generateText({ model, prompt: "Hello", maxRetries: 1 })).text);

emulator.assertAllUsed();
