import { createEmulator } from "@gemini-ts/emulator";
import { expect, test } from "vitest";
import { GeminiClient, tool } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { failureOf, thrownBy } from "../support/clients.ts";

/** Names of other SDKs, each followed by what the remedy must show. */
const NAMES: readonly (readonly [names: string, shown: string])[] = [
  ["preamble persona", "`systemPrompt`"],
  ["maxLength max_length num_predict", "`maxOutputTokens`"],
  ["repetition_penalty repeatPenalty", "`frequencyPenalty`"],
  ["tags", "`labels`"],
  ["userId user_id minP num_ctx suffix prediction prompt_cache_key verbosity truncation", "Leave it out"],
  ["think budgetTokens budget_tokens", "`thinkingLevel`"],
  ["allowedTools activeTools experimental_activeTools", "`toolChoice`"],
  ["transport axios rejectUnauthorized", "`fetch` to the client"],
  ["retryDelayMs retry_interval backoffFactor", "`retry: { initialDelayMs }`"],
  ["hooks middleware interceptors eventHandler onLog experimental_telemetry", "`onEvent`"],
  ["experimental_output", "`generate(prompt, { schema })`"],
  ["sessionId session_id threadId conversationId memory", "`const chat = client.chat({ history })`"],
  ["files images attachments documents", "`generate([text, { inlineData: { mimeType, data } }])`"],
  ["chatHistory chat_history initialMessages previousMessages", "`generate(contents, options)`"],
];

const each = NAMES.flatMap(([names, shown]) => names.split(" ").map((name) => [name, shown] as const));

test.each(each)("F381 %s is refused with our name for it, by a client, a chat and a call", async (name, shown) => {
  const client = (await start()).client();
  const options = { [name]: "canary" };
  const errors = [
    thrownBy(() => new GeminiClient(options)),
    thrownBy(() => client.chat(options)),
    await failureOf(client.generate("canary-prompt", options)),
  ];
  for (const error of errors) {
    expect(error).toMatchObject({ code: "invalid_options", option: name });
    expect((error as { remedy?: string }).remedy).toContain(shown);
  }
});

test("F381 the option `fetch` gets the emulator in place of its function, whether it listens or not", async () => {
  await using emulator = createEmulator();
  const remedy = "Pass that function: `{ fetch: emulator.fetch }`.";
  const make = () => new GeminiClient({ fetch: emulator as never });
  expect(thrownBy(make)).toMatchObject({ code: "invalid_options", option: "fetch", remedy });
  await emulator.listen();
  expect(thrownBy(make)).toMatchObject({ code: "invalid_options", option: "fetch", remedy });
});

test("F381 an option that takes a function gets an object that cannot be read: the error says what it takes", () => {
  const onEvent = Object.defineProperty({}, "canary", { enumerable: true, get: () => expect.unreachable() });
  expect(thrownBy(() => new GeminiClient({ onEvent: onEvent as never }))).toMatchObject({
    summary: "Option `onEvent` got an object.",
    remedy: "It takes a function.",
  });
});

test("F381 a tool decides per call whether it needs approval: the error says where such a function goes", () => {
  const make = () => tool({ name: "pay", description: "Pays.", needsApproval: (() => true) as never });
  expect(thrownBy(make)).toMatchObject({
    option: "tool.needsApproval",
    remedy: "It takes true or false; `toolLoop: { approve }` decides for each call.",
  });
});
