import type { Fault } from "@gemini-ts/emulator";
import { type Backend, codeAssist, type GeminiEvent, geminiApi, vertex } from "../../../src/index.ts";
import { TestClock } from "../../auth/support/test-clock.ts";
import { until } from "../../auth/support/until.ts";
import { createWorld, type World } from "../../auth/support/world.ts";
import { asGeminiError, collect } from "../../support/clients.ts";
import { expectHidden } from "../../support/expect-hidden.ts";
import { passTime } from "../../support/pass-time.ts";

const PROMPT = "fake-prompt-canary";
const KEY = "fake-key-canary-12345";

/** One request of a call, which gets the reply of a row. */
interface Service {
  readonly operation: string;
  readonly backend: (world: World) => Backend;
  /** Whether the answer is streamed. */
  readonly streams?: true;
  readonly prepare?: (world: World) => Promise<unknown> | unknown;
}

const key = () => geminiApi({ apiKey: KEY });
const login = () => codeAssist();
const token = (world: World) =>
  vertex({ accessToken: world.emulator.login().access_token, project: "fake-project-001" });
const listed = { prepare: (world: World) => world.emulator.next({ error: "model-not-found" }) };

const services = {
  token: { operation: "token", backend: login, prepare: (world) => world.signIn({ expiresInMs: 0 }) },
  load: { operation: "loadCodeAssist", backend: login },
  onboard: { operation: "onboardUser", backend: login },
  "generate, Gemini API": { operation: "generateContent", backend: key },
  "generate, Vertex AI": { operation: "generateContent", backend: token },
  "generate, Code Assist": { operation: "generateContent", backend: login },
  "stream, Gemini API": { operation: "streamGenerateContent", backend: key, streams: true },
  "stream, Vertex AI": { operation: "streamGenerateContent", backend: token, streams: true },
  "stream, Code Assist": { operation: "streamGenerateContent", backend: login, streams: true },
  "list, Gemini API": { operation: "listModels", backend: key, ...listed },
  "list, Vertex AI": { operation: "listModels", backend: token, ...listed },
  "list, Code Assist": { operation: "retrieveUserQuota", backend: login, ...listed },
} as const satisfies Record<string, Service>;

export type ServiceName = keyof typeof services;

/** The names of all services. */
export const serviceNames = Object.keys(services) as ServiceName[];

/** The code that a call fails with if one of its requests gets this reply, or `"answer"`. */
export async function outcomeOf(name: ServiceName, reply: Reply): Promise<string> {
  const service: Service = services[name];
  const clock = new TestClock();
  await using world = await createWorld({
    clock,
    ...(name === "onboard" ? { account: { tier: "none-yet" } } : {}),
  });
  await world.signIn();
  await service.prepare?.(world);
  let asked = () => {};
  const arrived = new Promise<void>((resolve) => {
    asked = resolve;
  });
  if (typeof reply === "function") {
    world.on(service.operation, () => {
      asked();
      return reply();
    });
  } else {
    world.emulator.on({ operation: service.operation }, reply);
  }
  // The waits between the attempts for a token.
  for (const wait of [250, 500]) clock.passQuickly(wait);
  const client = world.client({ backend: service.backend(world) }, { ...world.newPlatform(), random: () => 0.5 });
  const read = async () => {
    if (!service.streams)
      return client.generate(PROMPT).then(
        () => undefined,
        (error: unknown) => error,
      );
    return (await collect(client.generateStream(PROMPT))).error;
  };
  const call = read();
  if (reply === silence || reply === silentBody) {
    await arrived;
    const isReply = (event: GeminiEvent) => event.type === "response" && event.operation === service.operation;
    if (reply === silentBody) await until(() => world.events.some(isReply));
    await passTime(clock, call, 1_000);
  }
  const error = await call;
  expectHidden([PROMPT, KEY, "raw-canary"], error, world.events);
  return error === undefined ? "answer" : asGeminiError(error).code;
}

/** A fault of the emulator, or a response. */
export type Reply = Fault | (() => Response | Promise<Response>);

/** Never answers. */
export const silence = () => new Promise<Response>(() => {});

/** Answers with headers and the beginning of a body. */
export const silentBody = () =>
  new Response(new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode("{")) }));
