import { createEmulator, type Emulator } from "@gemini-ts/emulator";
import { GeminiClient } from "gemini-ts";

const intercepted = createEmulator({
  wait: async (ms, signal) => {
    if (ms > 1_000) throw signal.reason;
  },
  intercept: {
    request: async (call, request) =>
      void [call.model, request.method, request.headers.get("x-own"), await request.text()],
    response: (_, response) => (response.status === 200 ? undefined : response),
    socket: (_, socket) => {
      socket.write("HTTP/1.1 204 No Content\r\n\r\n");
      return "taken";
    },
  },
});

export async function ask(emulator: Emulator = intercepted): Promise<string> {
  const client = new GeminiClient({ apiKey: "fake-key", fetch: emulator.fetch });
  return (await client.generate("Hello!")).text;
}

export async function withEmulator(use: (url: string) => Promise<void>): Promise<number> {
  const emulator = createEmulator();
  try {
    await use(await emulator.listen());
    const { status } = await emulator.fetch("https://generativelanguage.googleapis.com/v1beta/models", {
      method: "GET",
    });
    return emulator.calls.length + status;
  } finally {
    await emulator.close();
  }
}
