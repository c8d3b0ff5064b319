// A chat remembers its conversation. A prompt and its answer are added together, or not at all if the call fails.
// Run: node examples/03-conversation.mjs
import { GeminiClient } from "gemini-ts";

// All chats of a client share its sign-in and connections. A server needs one client, and one chat per user.
const client = new GeminiClient();
const chat = client.chat({ systemPrompt: "Be concise." });
await chat.sendMessage("My name is Alice.");
console.log((await chat.sendMessage("What is my name?")).text);

// A fork is an independent copy.
const fork = chat.fork();
await fork.sendMessage("My favourite colour is green.");
console.log(`the chat holds ${chat.history.length} contents, its fork ${fork.history.length}`);

// The contents are JSON, so you can store them and continue the chat in another process.
const stored = JSON.stringify(chat.contents);
const continued = client.chat({ history: JSON.parse(stored) });
console.log((await continued.sendMessage("What is my name?")).text);

chat.clearHistory();
console.log((await chat.sendMessage("What is my name?")).text);

await client.close();
