import { createEmulator } from "@gemini-ts/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { catalogue } from "../../src/models/catalogue.ts";
import { LEVELS, type ModelFacts } from "../../src/models/model-facts.ts";
import { refusedThinking } from "../../src/models/thinking-support.ts";

// The emulator has its own copy of what is known about models, so that an error in one of the two is found here.

const NOVEMBER = Date.UTC(2026, 10, 28);
const question = { role: "user", parts: [{ text: "canary-question" }] };

/** Models that the emulator's Gemini API answers under their own names. */
const served = catalogue.filter(({ isGroup, served }) => {
  const until = served["gemini-api"]?.until;
  return !isGroup && "gemini-api" in served && (until === undefined || Date.parse(until) > NOVEMBER);
});

function startEmulator(now = NOVEMBER) {
  const emulator = createEmulator({ now: () => now });
  onTestFinished(() => emulator.close());
  const post = async (url: string, body: object, headers: Record<string, string>) => {
    const init = { method: "POST", body: JSON.stringify(body) };
    const response = await emulator.fetch(url, {
      ...init,
      headers: { "content-type": "application/json", ...headers },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    emulator,
    onGeminiApi: (model: string, body: object, operation = "generateContent") => {
      const url = `https://generativelanguage.googleapis.com/v1beta/models/${model}:${operation}`;
      return post(url, { contents: [question], ...body }, { "x-goog-api-key": "fake-key-canary" });
    },
    onVertex: (model: string) => {
      const path = `v1/projects/fake-project-001/locations/global/publishers/google/models/${model}:generateContent`;
      const authorization = `Bearer ${emulator.login().access_token}`;
      return post(`https://aiplatform.googleapis.com/${path}`, { contents: [question] }, { authorization });
    },
  };
}

describe.each(served.map((facts) => [facts.name, facts] as const))("%s", (name, facts) => {
  const accepts = async (generationConfig: object, operation?: string): Promise<boolean> => {
    const { status } = await startEmulator().onGeminiApi(name, { generationConfig }, operation);
    return status === 200;
  };
  const refuses = (option: string) =>
    facts.refuses?.some((one) => one.option === option && (one.on?.includes("gemini-api") ?? true)) ?? false;

  test.runIf(facts.thinking)("thinking levels and budgets", async () => {
    for (const level of LEVELS) {
      const known = facts.thinking?.levels.includes(level) ?? false;
      expect([level, await accepts({ thinkingConfig: { thinkingLevel: level } })]).toEqual([level, known]);
    }
    for (const budget of [-1, 0, 1, 127, 128, 511, 512, 24_576, 24_577, 32_768, 32_769]) {
      const known = refusedThinking(name, budget, undefined) === undefined;
      expect([budget, await accepts({ thinkingConfig: { thinkingBudget: budget } })]).toEqual([budget, known]);
    }
  });

  test("parameters", async () => {
    expect(await accepts({ presencePenalty: 0.5 })).toBe(!refuses("presencePenalty"));
    expect(await accepts({ frequencyPenalty: 0.5 })).toBe(!refuses("frequencyPenalty"));
    expect(await accepts({ candidateCount: 2 })).toBe(!refuses("candidateCount"));
    expect(await accepts({ temperature: 0.5, topP: 0.5, topK: 5 })).toBe(true);
    for (const modality of ["TEXT", "IMAGE", "AUDIO"] as const) {
      const known = facts.outputs?.includes(modality);
      expect([modality, await accepts({ responseModalities: [modality] })]).toEqual([modality, known]);
    }
  });

  test.runIf(facts.output)("the length of a response", async () => {
    const { streamed = 0, unstreamed = 0 } = facts.output ?? {};
    expect(await accepts({ maxOutputTokens: unstreamed })).toBe(true);
    expect(await accepts({ maxOutputTokens: unstreamed + 1 })).toBe(false);
    expect(await accepts({ maxOutputTokens: streamed + 1 }, "streamGenerateContent")).toBe(facts.longDecode === true);
  });

  test("a turn of the model at the end", async () => {
    // Models that make images refuse text at the beginning of a turn without a signature; this one suits all.
    const thoughtSignature = "skip_thought_signature_validator";
    const contents = [question, { role: "model", parts: [{ text: "canary-prefix", thoughtSignature }] }];
    const { status } = await startEmulator().onGeminiApi(name, { contents });
    const isOpen = facts.unsupported?.includes("continuesModelTurn");
    expect(status).toBe(refuses("continuesModelTurn") || isOpen ? 400 : 200);
  });
});

const retirements = catalogue.flatMap((facts: ModelFacts) =>
  (["gemini-api", "vertex"] as const).flatMap((backend) => {
    const { until, replacement, reroutes } = facts.served[backend] ?? {};
    // A group has no model of its own name.
    const name = facts.isGroup ? `${facts.name}flash` : facts.name;
    return until === undefined ? [] : [{ name, backend, until, replacement, reroutes }];
  }),
);

test.each(retirements)(
  "$name retires on $until on $backend",
  async ({ name, backend, until, replacement, reroutes }) => {
    const ask = async (now: number) => {
      const { onGeminiApi, onVertex } = startEmulator(now);
      const { status, body } = await (backend === "vertex" ? onVertex(name) : onGeminiApi(name, {}));
      return status === 200 ? body.modelVersion : status;
    };
    expect(await ask(Date.parse(until) - 1)).toBe(name);
    expect(await ask(Date.parse(until))).toBe(reroutes ? replacement : 404);
  },
);
