import type { Emulator, GenerateContentRequest } from "../../src/index.ts";
import { apiKey, parseEvents, say } from "./start-emulator.ts";
import type { Way } from "./ways.ts";

/** The type of `JSON.parse`: tests read responses of any shape. */
type Parsed = ReturnType<typeof JSON.parse>;

export const services = ["gemini-api", "vertex", "code-assist"] as const;
export type Service = (typeof services)[number];

/** What `generate` sends besides the prompt. */
export interface Question {
  readonly service?: Service;
  readonly model?: string;
  readonly request?: Partial<GenerateContentRequest>;
}

const defaultModel = "gemini-3.5-flash-lite";

/** Asks a service, whole or as a stream, with valid credentials. Resolves to status and body, without envelope. */
export async function generate(way: Way, prompt: string, question: Question = {}): Promise<Parsed> {
  const response = await send(way, "generateContent", prompt, question);
  const body = JSON.parse(await response.text());
  return { status: response.status, ...(body.response ?? body) };
}

/** Asks a service for a stream. Resolves to the events, without envelope. */
export async function stream(way: Way, prompt: string, question: Question = {}): Promise<readonly Parsed[]> {
  const response = await send(way, "streamGenerateContent", prompt, question);
  return parseEvents(await response.text()).map((event) => event.response ?? event);
}

/** All parts of the first candidates of events. */
export function partsOf(events: readonly Parsed[]): readonly Parsed[] {
  return events.flatMap((event) => event.candidates?.[0]?.content?.parts ?? []);
}

function send(way: Way, operation: string, prompt: string, question: Question): Promise<Response> {
  const { service = "gemini-api", model = defaultModel, request = {} } = question;
  const content = { contents: [say(prompt)], ...request };
  const alt = operation === "streamGenerateContent" ? "?alt=sse" : "";
  const body = service === "code-assist" ? { model, project: "fake-project-001", request: content } : content;
  return way.ask(pathOf(service, model, operation) + alt, {
    method: "POST",
    headers: { "content-type": "application/json", ...(service === "gemini-api" ? apiKey : bearer(way.emulator)) },
    body: JSON.stringify(body),
  });
}

function pathOf(service: Service, model: string, operation: string): string {
  if (service === "code-assist") return `/v1internal:${operation}`;
  if (service === "gemini-api") return `/v1beta/models/${model}:${operation}`;
  return `/v1/projects/fake-mine/locations/global/publishers/google/models/${model}:${operation}`;
}

function bearer(emulator: Emulator): Record<string, string> {
  return { authorization: `Bearer ${emulator.login().access_token}` };
}
