// Starts the server. Run: node examples/typescript/start.ts (Node 22.18 or later; on Node 20, see tsconfig.json)
// Then: curl --data "My name is Alice." localhost:3000/alice
import { GeminiClient } from "gemini-ts";
import { createChatServer } from "./chat-server.ts";

const client = new GeminiClient({ model: "gemini-3.8-flash" });
const port = Number(process.env.PORT ?? 3000);
const server = createChatServer(client).listen(port, "127.0.0.1", () => console.log(`Listening on port ${port}.`));

process.once("SIGINT", () => {
  // Let answers in progress end, then close the client's connections.
  server.close(() => void client.close());
});
