// A client remembers its conversation. A turn joins it whole, or not at all if it fails.
// Run: node examples/03-conversation.mjs
import { GeminiClient } from "gemini-ts";

const client = new GeminiClient();
await client.sendMessage("My name is Alice.");
console.log((await client.sendMessage("What is my name?")).text);

// A fork goes its own way on the same sign-in: one client a server, one fork a user.
const fork = client.fork();
await fork.sendMessage("My favourite colour is green.");
console.log(`the client holds ${client.history.length} contents, its fork ${fork.history.length}`);

client.clearHistory();
console.log((await client.sendMessage("What is my name?")).text);

await fork.close();
await client.close();
