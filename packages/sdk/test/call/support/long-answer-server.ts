import type { EmulatorCall } from "@gemini-ts/emulator";
import type { Part, UsageMetadata } from "../../../src/index.ts";

/** How the answers to one request come. */
export interface HopScript {
  /** Pieces of the answer in this hop; 0 for hidden thoughts alone. */
  readonly pieces: number;
  /** Pieces in one event: texts of one kind come as one part. */
  readonly grouped: number;
  /** Events between two checkpoints. */
  readonly checkpointEvery: number;
  /** Whether the last event of a hop has a token, or only the checkpoints have one. */
  readonly tokenAtEnd: boolean;
  /** The share of the bytes of a stream after which the connection closes, 0 to 1; undefined sends all. */
  readonly cutAt?: number | undefined;
  /** Whether it closes as after a complete stream, as proxies do. */
  readonly closesCleanly?: boolean;
  /** What the model says from here on, instead of what it would have said. */
  readonly rewrite?: readonly Part[] | undefined;
}

const PROMPT_TOKENS = 10;

/** Where an answer continues. Google encrypts the state in its tokens; here they can be read. */
interface State {
  readonly settled: readonly Part[];
  /** Tokens of hidden thoughts so far. */
  readonly hidden: number;
}

/** What became of one request. */
interface Served {
  readonly start: string | undefined;
  /** The token counts at each token that was sent, and at the end. */
  readonly usage: Map<string | undefined, UsageMetadata>;
  readonly settled: readonly Part[];
}

/**
 * Serves one long answer hop by hop, each as its script says, and knows what the client has to make of it. It is written
 * apart from the emulator, so that the two cannot share a mistake.
 */
export class LongAnswerServer {
  readonly requests: Served[] = [];
  /** Bodies without the token: all have to be equal. */
  readonly bodies = new Set<string>();
  #answer: readonly Part[];
  #isRewritten = false;
  #isFirstCut = false;
  readonly #scripts: readonly HopScript[];

  /** `scripts`: one for each request; the last is for all after it, without a cut and a rewrite. */
  constructor(answer: readonly Part[], scripts: readonly HopScript[]) {
    this.#answer = answer;
    this.#scripts = scripts;
  }

  /** For `intercept.request` of the emulator, which serves everything else. */
  readonly respond = (call: EmulatorCall): Response | undefined => {
    if (!/generateContent/i.test(call.operation)) return undefined;
    const body = call.body as Record<string, unknown>;
    const request = (call.backend === "code-assist" ? body.request : body) as Record<string, unknown>;
    const { continuationToken, ...same } = request;
    this.bodies.add(JSON.stringify(same));
    const isStreamed = call.operation === "streamGenerateContent";
    const wrap = (payload: object) => (call.backend === "code-assist" ? { response: payload } : payload);
    const { events, cutAt, closesCleanly } = this.#hop(continuationToken as string | undefined, isStreamed);
    if (!isStreamed) return Response.json(wrap(events[0] ?? {}));
    const text = events.map((event) => `data: ${JSON.stringify(wrap(event))}\r\n\r\n`).join("");
    const bytes = new TextEncoder().encode(text);
    return new Response(cutAt === undefined ? bytes : cutBody(bytes, cutAt, closesCleanly), {
      headers: { "content-type": "text/event-stream" },
    });
  };

  /** The parts of the whole answer: what the last token covers, and what came after it. */
  get parts(): Part[] {
    return joined(this.requests.at(-1)?.settled ?? []);
  }

  /** The token counts: of each request, those at the token from which the next one continues. */
  get usage(): UsageMetadata {
    const last = this.requests.length - 1;
    const begun = this.requests.findLastIndex(({ start }) => start === undefined);
    let sum: UsageMetadata | undefined;
    for (const [index, { usage }] of this.requests.entries()) {
      const counts = usage.get(index === last ? undefined : this.requests[index + 1]?.start);
      if (index < begun || !counts) continue;
      sum = sum ? added(sum, counts) : counts;
    }
    return sum ?? {};
  }

  /** Whether a stream may restart: its first hop broke, or the model said something else. */
  get canRestart(): boolean {
    const isCut = this.requests.filter(({ start }) => start === undefined).length > 1;
    return isCut || this.#isRewritten || this.#isFirstCut;
  }

  #hop(token: string | undefined, isStreamed: boolean) {
    const known = this.#scripts[this.requests.length];
    const { cutAt, closesCleanly, rewrite, ...script } = known ?? {
      ...(this.#scripts.at(-1) as HopScript),
      cutAt: undefined,
      rewrite: undefined,
    };
    const state: State = token === undefined ? { settled: [], hidden: 0 } : stateOf(token);
    if (rewrite) this.#answer = [...state.settled, ...rewrite];
    this.#isRewritten ||= rewrite !== undefined;
    this.#isFirstCut ||= token === undefined && cutAt !== undefined;
    const left = this.#answer.slice(state.settled.length);
    const usage = new Map<string | undefined, UsageMetadata>();
    const events = isStreamed ? streamed(left, state, script, usage) : [whole(left, state, script, usage)];
    const isLast = left.length <= script.pieces;
    this.requests.push({ start: token, usage, settled: isLast ? this.#answer : state.settled });
    return { events, cutAt, closesCleanly };
  }
}

function streamed(
  left: readonly Part[],
  state: State,
  script: Omit<HopScript, "cutAt" | "rewrite">,
  usage: Served["usage"],
) {
  const sent = left.slice(0, script.pieces);
  const isLast = sent.length === left.length && script.pieces > 0;
  const groups: Part[][] = [];
  for (let from = 0; from < sent.length; from += script.grouped) groups.push(sent.slice(from, from + script.grouped));
  const counts = countsOf(state);
  if (groups.length === 0) return [emptyHop(state, usage)];
  let done = 0;
  return groups.map((group, index) => {
    done += group.length;
    const isEnd = index === groups.length - 1;
    const next = { settled: [...state.settled, ...sent.slice(0, done)], hidden: state.hidden };
    const hasToken = isEnd ? script.tokenAtEnd && !isLast : (index + 1) % script.checkpointEvery === 0;
    const token = hasToken ? tokenOf(next) : undefined;
    const soFar = usageOf(sent.slice(0, done), counts);
    if (token) usage.set(token, soFar);
    if (isEnd) usage.set(undefined, soFar);
    const ending = isEnd ? { finishReason: isLast ? "STOP" : "CONTINUATION" } : {};
    return eventOf(
      joined(group),
      { ...ending, ...(token && { continuationToken: token }) },
      isEnd || token ? soFar : undefined,
    );
  });
}

function whole(
  left: readonly Part[],
  state: State,
  script: Omit<HopScript, "cutAt" | "rewrite">,
  usage: Served["usage"],
) {
  const sent = left.slice(0, script.pieces);
  if (sent.length === 0) return emptyHop(state, usage);
  const isLast = sent.length === left.length;
  const counts = usageOf(sent, countsOf(state));
  const token = tokenOf({ settled: [...state.settled, ...sent], hidden: state.hidden });
  usage.set(token, counts);
  usage.set(undefined, counts);
  const ending = isLast ? { finishReason: "STOP" } : { finishReason: "CONTINUATION", continuationToken: token };
  return eventOf(joined(sent), ending, counts);
}

function emptyHop(state: State, usage: Served["usage"]) {
  const next = { settled: state.settled, hidden: state.hidden + 1 };
  const prompt = countsOf(state);
  const counts = { promptTokenCount: prompt, thoughtsTokenCount: 1, totalTokenCount: prompt + 1 };
  usage.set(tokenOf(next), counts);
  return eventOf([], { finishReason: "CONTINUATION", continuationToken: tokenOf(next) }, counts);
}

function eventOf(parts: readonly Part[], members: object, usageMetadata: UsageMetadata | undefined) {
  const content = { role: "model", ...(parts.length > 0 && { parts }) };
  return { candidates: [{ content, index: 0, ...members }], ...(usageMetadata && { usageMetadata }) };
}

/** The prompt of a request: what was generated before counts again. */
function countsOf({ settled, hidden }: State): number {
  return PROMPT_TOKENS + settled.length + hidden;
}

function usageOf(parts: readonly Part[], promptTokenCount: number): UsageMetadata {
  const thoughtsTokenCount = parts.filter(({ thought }) => thought).length;
  const candidatesTokenCount = parts.length - thoughtsTokenCount;
  const totalTokenCount = promptTokenCount + parts.length;
  return {
    promptTokenCount,
    candidatesTokenCount,
    ...(thoughtsTokenCount > 0 && { thoughtsTokenCount }),
    totalTokenCount,
  };
}

function added(one: UsageMetadata, other: UsageMetadata): UsageMetadata {
  const sum: Record<string, number> = { initialPromptTokenCount: PROMPT_TOKENS };
  for (const counts of [one, other] as Record<string, number>[]) {
    for (const [name, count] of Object.entries(counts)) {
      if (name !== "initialPromptTokenCount") sum[name] = (sum[name] ?? 0) + count;
    }
  }
  return sum;
}

/** Consecutive plain texts of one kind as one part. */
export function joined(parts: readonly Part[]): Part[] {
  const result: Part[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last && isPlain(last) && isPlain(part) && last.thought === part.thought) {
      result[result.length - 1] = { ...last, text: `${last.text}${part.text}` };
    } else result.push(part);
  }
  return result;
}

function isPlain(part: Part): boolean {
  return Object.keys(part).every((name) => name === "text" || name === "thought");
}

function tokenOf(state: State): string {
  return Buffer.from(JSON.stringify(state)).toString("base64");
}

function stateOf(token: string): State {
  return JSON.parse(Buffer.from(token, "base64").toString());
}

function cutBody(bytes: Uint8Array, share: number, closesCleanly = false): ReadableStream<Uint8Array> {
  const length = Math.floor(share * bytes.length);
  let isSent = length === 0;
  return new ReadableStream({
    pull(controller) {
      if (isSent && closesCleanly) controller.close();
      else if (isSent) controller.error(new Error("cut"));
      else controller.enqueue(bytes.subarray(0, length));
      isSent = true;
    },
  });
}
