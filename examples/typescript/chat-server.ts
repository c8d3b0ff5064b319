// A server that holds a conversation with each user and streams the answers as plain text.
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { type Chat, type GeminiClient, isGeminiError } from "gemini-ts";

/** Answers `POST /<user>` with a prompt as the body. A real server knows its user by a session, not by the path. */
export function createChatServer(client: GeminiClient): Server {
  const chats = new Map<string, Chat>();
  return createServer(async (request, response) => {
    const user = request.url ?? "/";
    const chat = chats.get(user) ?? client.chat({ systemPrompt: "Be concise." });
    chats.set(user, chat);
    const browserLeft = new AbortController();
    response.on("close", () => browserLeft.abort());
    try {
      const stream = chat.sendMessageStream(await text(request), { signal: browserLeft.signal });
      for await (const piece of stream.textStream()) response.write(piece);
      response.end();
    } catch (error) {
      if (browserLeft.signal.aborted) return;
      console.error(isGeminiError(error) ? `${error.code}: ${error.message}` : error);
      // Once text was sent, break the connection, so that the answer does not look complete.
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end("No answer.");
    }
  });
}
