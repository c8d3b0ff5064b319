import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createEmulator, type Emulator, type EmulatorOptions, type LoginOptions } from "@gemini-ts/emulator";
import { onTestFinished } from "vitest";
import { createHome } from "./home.ts";

/** The environment that leads to the Gemini API at an address. */
export function geminiApiAt(url: string): Record<string, string> {
  return { GEMINI_API_KEY: "fake-key", GOOGLE_GEMINI_BASE_URL: url };
}

/** An emulator on a socket until the test ends, and the environment that leads to its Gemini API. */
export async function startEmulator(options: EmulatorOptions = {}) {
  const emulator = createEmulator(options);
  onTestFinished(() => emulator.close());
  const url = await emulator.listen();
  return { emulator, url, env: geminiApiAt(url) };
}

/** What was asked of the model: the body of the only generate call. */
export function generateBody(emulator: Emulator) {
  const calls = emulator.calls.filter((call) => /generateContent/i.test(call.operation));
  if (calls.length !== 1) throw new Error(`There were ${calls.length} generate calls.`);
  // biome-ignore lint/suspicious/noExplicitAny: tests look into requests of every shape
  return calls[0]?.body as any;
}

/** A login file that the emulator accepts. */
export function writeLogin(emulator: Emulator, options?: LoginOptions): string {
  const path = join(createHome(), "oauth_creds.json");
  writeFileSync(path, JSON.stringify(emulator.login(options)), { mode: 0o600 });
  return path;
}

/** Application Default Credentials whose token comes from an address of ours. */
export function writeExternalAccount(tokenUrl: string): string {
  const home = createHome();
  const subjectToken = join(home, "subject-token");
  const path = join(home, "credentials.json");
  const credentials = {
    type: "external_account",
    audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/fake/providers/fake",
    subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
    token_url: tokenUrl,
    credential_source: { file: subjectToken },
  };
  writeFileSync(subjectToken, "fake-subject-token");
  writeFileSync(path, JSON.stringify(credentials));
  return path;
}

/** A raw HTTP server until the test ends; the environment that leads the command there. */
export async function startServer(answer: RequestListener): Promise<Record<string, string>> {
  const server = createServer((request, response) => {
    request.resume();
    answer(request, response);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return geminiApiAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** A server that streams an answer in these pieces. */
export function startAnswering(pieces: readonly string[], finishReason = "STOP"): Promise<Record<string, string>> {
  return startServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const text of pieces) response.write(toEvent({ content: { role: "model", parts: [{ text }] } }));
    response.end(toEvent({ content: { role: "model", parts: [] }, finishReason }));
  });
}

/** One event of a stream, as Google frames it. */
export function toEvent(candidate: object, modelVersion = "gemini-3.8-flash"): string {
  return `data: ${JSON.stringify({ candidates: [candidate], modelVersion })}\r\n\r\n`;
}
