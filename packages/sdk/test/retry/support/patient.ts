import type { GeminiEvent, GeminiOptions, ModelFallbackEvent, RetryEvent } from "../../../src/index.ts";
import { clientAt } from "../../support/clients.ts";
import { ManualClock, testPlatform } from "../../support/platform.ts";
import { type RawRequest, type RawServer, startRawServer } from "../../support/raw-server.ts";
import { answer, jsonReply } from "../../support/replies.ts";

/** A client whose waits between attempts take no time, and its events. */
export interface Patient {
  readonly client: ReturnType<typeof clientAt>;
  readonly clock: ManualClock;
  readonly events: readonly GeminiEvent[];
  /** The waits, in order. */
  readonly retries: () => readonly RetryEvent[];
  readonly fallbacks: () => readonly ModelFallbackEvent[];
}

/** Retries with the defaults, unless `options` say otherwise. A clock of its own advances by every wait as soon as it begins. */
export function patientAt(url: string, options: GeminiOptions = {}, random: () => number = () => 0.5): Patient {
  const clock = new ManualClock();
  const events: GeminiEvent[] = [];
  const onEvent = (event: GeminiEvent) => {
    events.push(event);
    if (event.type !== "retry") return;
    const dueAt = clock.now() + event.delayMs;
    // The wait begins right after its event; another that is due later may have moved the clock on meanwhile.
    setImmediate(() => clock.advance(Math.max(0, dueAt - clock.now())));
  };
  const client = clientAt(url, { retry: true, onEvent, ...options }, testPlatform({ clock, random }));
  return {
    client,
    clock,
    events,
    retries: () => events.filter((event) => event.type === "retry"),
    fallbacks: () => events.filter((event) => event.type === "model-fallback"),
  };
}

/** The reply to one request: raw bytes, or a function. The last step answers all further requests. */
export type Step = Uint8Array | string | ((request: RawRequest) => unknown);

/** A server that answers by a script. */
export function startScript(...steps: readonly Step[]): Promise<RawServer> {
  return startRawServer((request) => {
    const step = steps[Math.min(request.index, steps.length - 1)];
    if (typeof step === "function") return step(request);
    return request.socket.write(step ?? "");
  });
}

/** Refuses every request once. */
export function refuseFirst(refused: Uint8Array): Step {
  const seen = new Set<string>();
  return ({ body, socket }) => {
    const again = seen.has(body);
    seen.add(body);
    socket.write(again ? hello : refused);
  };
}

/** A whole answer that says hello. */
export const hello = jsonReply(answer("Hello", "STOP"));

/** A refusal as Google sends it. */
export function refusal(status: number, name = "UNAVAILABLE", details: readonly object[] = [], message = "no") {
  return jsonReply({ error: { code: status, status: name, message, details } }, status);
}

/** A refusal for now, with the wait that Google asks for. */
export function rateLimit(retryDelay?: string) {
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "RATE_LIMIT_EXCEEDED" };
  const delay = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay };
  return refusal(429, "RESOURCE_EXHAUSTED", retryDelay === undefined ? [info] : [info, delay]);
}

/** No room on the model. */
export const noCapacity = refusal(503, "UNAVAILABLE", [
  { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "MODEL_CAPACITY_EXHAUSTED" },
]);

/** The model that a request asks. */
export function modelOf({ path }: RawRequest): string {
  return /models\/([^:]+):/.exec(path)?.[1] ?? "";
}
