import { onTestFinished } from "vitest";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/index.ts";

/** The type of `JSON.parse`: tests read responses of any shape. */
type Parsed = ReturnType<typeof JSON.parse>;

/** A JSON answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Parsed;
}

/** A listening emulator, which is closed when the test ends, and a signed-in way to call it. */
export interface Started {
  readonly emulator: Emulator;
  readonly url: string;
  /** Headers of a valid login. */
  readonly bearer: Record<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
}

export const apiKey = { "x-goog-api-key": "fake-key" };

export async function startEmulator(options: EmulatorOptions = {}): Promise<Started> {
  const emulator = createEmulator(options);
  onTestFinished(() => emulator.close());
  const url = await emulator.listen();
  const bearer = { authorization: `Bearer ${emulator.login().access_token}` };
  return {
    emulator,
    url,
    bearer,
    get: async (path, headers = bearer) => toReply(await fetch(url + path, { headers })),
    post: async (path, body, headers = bearer) =>
      toReply(
        await fetch(url + path, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
      ),
  };
}

async function toReply(response: Response): Promise<Reply> {
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}

/** A user's turn. */
export function say(text: string): { readonly role: string; readonly parts: readonly { readonly text: string }[] } {
  return { role: "user", parts: [{ text }] };
}

/** The events of a body in the framing that Google uses. */
export function parseEvents(body: string): Parsed[] {
  return body
    .split("\r\n\r\n")
    .filter((event) => event !== "")
    .map((event) => JSON.parse(event.replace(/^data: /, "")));
}
