import { createEmulator } from "@gemini-ts/emulator";
import type { Content, GeminiClient, GeminiEvent, GeminiOptions, Part, WarningEvent } from "../../../src/index.ts";
import { clientAt } from "../../support/clients.ts";
import { startRawServer } from "../../support/raw-server.ts";
import { jsonReply } from "../../support/replies.ts";

/** A client of a server that answers with given parts. */
export interface Scripted {
  readonly client: GeminiClient;
  /** The contents of every request. */
  readonly sent: () => readonly (readonly Content[])[];
  readonly warnings: () => readonly WarningEvent[];
}

/** Each list of parts answers one request; the last one answers all that follow. */
export async function scripted(
  answers: readonly (readonly unknown[])[],
  options: GeminiOptions = {},
): Promise<Scripted> {
  const server = await startRawServer(({ socket, index }) => {
    const parts = answers[Math.min(index, answers.length - 1)];
    socket.write(jsonReply({ candidates: [{ content: { role: "model", parts }, finishReason: "STOP" }] }));
  });
  const events: GeminiEvent[] = [];
  const onEvent = (event: GeminiEvent) => void events.push(event);
  const client = clientAt(server.url, { model: "gemini-2.5-flash-lite", onEvent, ...options });
  return {
    client,
    sent: () => server.requests.map(({ body }) => (JSON.parse(body) as { contents: Content[] }).contents),
    warnings: () => events.filter((event) => event.type === "warning"),
  };
}

/** What the emulator, which checks contents as Google does, says of them: `"accepted"`, or the refusal in words. */
export async function verdictOn(
  contents: readonly Content[] | undefined,
  model = "gemini-2.5-flash-lite",
): Promise<string> {
  const emulator = createEmulator();
  const response = await emulator.fetch(
    `https://generativelanguage.googleapis.com/v1beta/models/${model}:generateContent`,
    {
      method: "POST",
      headers: { "content-type": "application/json", "x-goog-api-key": "fake-key-canary" },
      body: JSON.stringify({ contents }),
    },
  );
  const { error } = (await response.json()) as { error?: { message: string } };
  await emulator.close();
  return error?.message ?? "accepted";
}

/** A turn of the user. */
export const user = (...parts: readonly Part[]): Content => ({ role: "user", parts });

/** A turn of the model. */
export const model = (...parts: readonly Part[]): Content => ({ role: "model", parts });

/** A call of a function. */
export const call = (name: string, id?: string): Part => ({
  functionCall: { ...(id === undefined ? {} : { id }), name, args: {} },
});

/** Its result. */
export const result = (name: string, id?: string): Part => ({
  functionResponse: { ...(id === undefined ? {} : { id }), name, response: { output: "canary-output" } },
});
