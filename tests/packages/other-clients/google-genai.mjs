// What @google/genai does for its users, on the emulator: prints one line for each.
import { createEmulator } from "@gemini-ts/emulator";
import { GoogleGenAI } from "@google/genai";

const emulator = createEmulator();
const ai = new GoogleGenAI({ apiKey: "fake-key", httpOptions: { baseUrl: await emulator.listen() } });
const model = "gemini-3.8-flash";

emulator.next([{ text: "Hello." }, { text: "one two three" }, { text: "Hi Ann." }, { text: "You are Ann." }]);
const once = await ai.models.generateContent({ model, contents: "Hello" });
console.log("once:", once.text);

let streamed = "";
for await (const chunk of await ai.models.generateContentStream({ model, contents: "Count" })) streamed += chunk.text;
console.log("stream:", streamed);

const chat = ai.chats.create({ model });
await chat.sendMessage({ message: "I am Ann." });
const second = await chat.sendMessage({ message: "Who am I?" });
console.log("chat:", second.text, chat.getHistory().length);

emulator.next([{ functionCall: { name: "weather", args: { city: "Oslo" } } }, { text: "It rains in Oslo." }]);
const weather = {
  tool: async () => ({ functionDeclarations: [{ name: "weather", parametersJsonSchema: { type: "object" } }] }),
  callTool: async (calls) =>
    calls.map(({ id, name, args }) => ({ functionResponse: { id, name, response: { rain: args.city } } })),
};
const called = await ai.models.generateContent({ model, contents: "Weather in Oslo?", config: { tools: [weather] } });
console.log("automatic function calling:", called.text);

emulator.next({ json: { name: "Rhine" } });
const responseJsonSchema = { type: "object", properties: { name: { type: "string" } }, required: ["name"] };
const config = { responseMimeType: "application/json", responseJsonSchema };
console.log("json:", JSON.parse((await ai.models.generateContent({ model, contents: "A river", config })).text).name);

const names = [];
for await (const listed of await ai.models.list()) names.push(listed.name);
console.log("list:", names.includes(`models/${model}`));
console.log("countTokens:", (await ai.models.countTokens({ model, contents: "Hello" })).totalTokens > 0);

emulator.assertAllUsed();
await emulator.close();
