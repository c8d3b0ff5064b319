// A client remembers its conversation. A prompt and its answer are added together, or not at all if the call fails.
// Run: node examples/03-conversation.mjs
import { GeminiClient } from "gemini-ts";

const client = new GeminiClient();
await client.sendMessage("My name is Alice.");
console.log((await client.sendMessage("What is my name?")).text);

// A fork is an independent copy with the same sign-in. A server needs one client, and one fork per user.
const fork = client.fork();
await fork.sendMessage("My favourite colour is green.");
console.log(`the client holds ${client.history.length} contents, its fork ${fork.history.length}`);

client.clearHistory();
console.log((await client.sendMessage("What is my name?")).text);

await fork.close();
await client.close();
