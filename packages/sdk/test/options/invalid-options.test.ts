import { Agent } from "node:https";
import { describe, expect, it } from "vitest";
import { foreignOption } from "../../src/errors/foreign-options.ts";
import { codeAssist, GeminiClient, GeminiError, geminiApi, tool, vertex } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";
import { callOptionCases } from "./support/call-option-cases.ts";
import { clientOptionCases } from "./support/client-option-cases.ts";
import type { OptionCase } from "./support/option-case.ts";

const CANARY = "canary-prompt";

const wrongValuesOf = (cases: Readonly<Record<string, Pick<OptionCase, "takes" | "wrong">>>) =>
  Object.entries(cases).flatMap(([option, { takes, wrong }]) => wrong.map((one) => ({ option, takes, ...one })));

const ofCalls = wrongValuesOf(callOptionCases);
const ofClients = wrongValuesOf(clientOptionCases);

function caught(action: () => unknown): GeminiError {
  try {
    action();
  } catch (error) {
    if (error instanceof GeminiError) return error;
  }
  throw new Error("no GeminiError was thrown");
}

describe("an invalid option", () => {
  it.each([...ofCalls, ...ofClients])(
    "$option = $got: the constructor throws at once, with the value and the accepted values",
    ({ option, value, got, within, takes }) => {
      const error = caught(() => new GeminiClient({ [option]: value }));
      expect(error).toMatchObject({ code: "invalid_options", phase: "options", attempts: 0, retryable: false });
      expect(error.summary).toBe(`Option \`${option}${within}\` got ${got}.`);
      expect(error.remedy).toMatch(/^It takes .*\.$/);
      expect(error.remedy).toContain(takes);
      expect(error.message).toBe(`${error.summary} ${error.remedy}`);
    },
  );

  it.each(ofCalls)("$option = $got: a send rejects, and sends nothing", async ({ option, value, got, within }) => {
    const started = await start();
    const client = started.client();
    const options = { [option]: value };
    const failures = await Promise.all([
      failureOf(client.sendMessage(CANARY, options)),
      failureOf(client.sendMessageStream(CANARY, options).response()),
      failureOf(client.generate(CANARY, options)),
      failureOf(client.generateStream(CANARY, options)[Symbol.asyncIterator]().next()),
    ]);
    for (const error of failures) {
      expect(error.code).toBe("invalid_options");
      expect(error.summary).toBe(`Option \`${option}${within}\` got ${got}.`);
      expect(error.message).not.toContain(CANARY);
    }
    expect(started.emulator.calls).toEqual([]);
    expect(client.history).toEqual([]);
  });

  it.each(ofClients)("$option ($got) is not an option of a call", async ({ option, value }) => {
    const error = await failureOf((await start()).client().sendMessage("Hello!", { [option]: value }));
    expect(error).toMatchObject({
      code: "invalid_options",
      summary: `There is no option \`${option}\` for a single call.`,
    });
  });
});

describe("options that are not known or exclude each other", () => {
  it.each([
    ["max_output_tokens", "maxOutputTokens"],
    ["MaxOutputTokens", "maxOutputTokens"],
    ["system-prompt", "systemPrompt"],
    ["topp", "topP"],
    ["models", "model"],
    ["temprature", "temperature"],
    ["max_retries", "maxRetries"],
    ["MaxRetries", "maxRetries"],
    ["api_key", "apiKey"],
    ["modle", "model"],
    ["tempreature", "temperature"],
    ["maxOuputTokens", "maxOutputTokens"],
    ["sytemPropmt", "systemPrompt"],
    ["store_", "store"],
  ])("%s: did you mean %s?", (wrong, right) => {
    const error = caught(() => new GeminiClient({ [wrong]: 1 }));
    expect(error.message).toBe(`There is no option \`${wrong}\`. Did you mean \`${right}\`?`);
  });

  it.each([
    ["baseURL", "`backend: geminiApi({ apiKey, baseUrl })`"],
    ["baseUrl", "`backend: geminiApi({ apiKey, baseUrl })`"],
    ["defaultHeaders", "`headers`"],
    ["httpOptions", "`headers`, `timeout` or `maxRetries`"],
    ["vertexai", '`backend: "vertex"`'],
    ["config", "`generate(contents, { temperature: 0.2 })`"],
    ["generationConfig", "`generate(contents, { temperature: 0.2 })`"],
    ["proxy", "`agent`"],
    ["stream", "`generateStream()`"],
    ["retries", "`maxRetries`"],
    ["maxAttempts", "`maxRetries`"],
    ["abortSignal", "`signal`"],
    ["maxTokens", "`maxOutputTokens`"],
    ["key", "`apiKey`"],
    ["temp", "`temperature`"],
    ["timeoutMs", "`timeout`"],
    ["region", "`backend: vertex({ project, location })`"],
    ["reasoningEffort", "`thinkingLevel`"],
    ["responseFormat", "`generate(prompt, { schema })`"],
    ["functions", "`tool({ … })`"],
    ["functionDeclarations", "`tool({ … })`"],
    ["maxSteps", "`toolLoop: { maxRounds }`"],
    ["approve", "`toolLoop: { approve }`"],
    ["onApproval", "`toolLoop: { approve }`"],
    ["maxRounds", "`toolLoop: { maxRounds }`"],
    ["parallel", "`toolLoop: { parallel }`"],
    ["parallelToolCalls", "`toolLoop: { parallel }`"],
    ["needsApproval", "`tool({ needsApproval: true, … })`"],
    ["restartStreams", "`retry: { restartStreams }`"],
    ["initialDelayMs", "`retry: { initialDelayMs }`"],
    ["connectTimeout", "`timeouts: { connect }`"],
    ["idle", "`timeouts: { idle }`"],
    ["toolConfig", "`toolChoice`"],
    ["logLevel", "`logger: console`"],
    ["max_tokens", "`maxOutputTokens`"],
    ["contents", "`generate(contents, options)`"],
    ["systemInstruction", "`systemPrompt`"],
    ["responseSchema", "`generate(prompt, { schema })`"],
    ["system_instructions", "`systemPrompt`"],
    ["initialHistory", "`history`"],
    ["messages", "`history`"],
    ["apiVersion", "GOOGLE_GENAI_API_VERSION"],
    ["imageConfig", "`extraGenerationConfig: { imageConfig }`"],
    ["automaticFunctionCalling", "`toolLoop: { maxRounds }`"],
    ["n", "`candidateCount`"],
    ["authToken", "`backend: vertex({ accessToken })`"],
    ["httpsAgent", "`agent`"],
    ["dispatcher", "`fetch`"],
    ["cancelToken", "`signal`"],
    ["requestTimeout", "`timeout`"],
    ["dangerouslyAllowBrowser", "browsers are allowed"],
    ["maxConcurrency", "docs/guides/many-prompts.md"],
    ["user", "Leave it out: Gemini has no equivalent."],
    ["extra_body", "`extraRequest`"],
    ["onFinish", "`onEvent`"],
    ["modelName", "`model`"],
    ["googleSearch", "`tools: [googleSearch(), codeExecution()]`"],
    ["verbose", "`logger: console`"],
  ])("%s, as other clients name it, is refused with our name for it", (name, place) => {
    expect(caught(() => new GeminiClient({ [name]: 1 })).remedy).toContain(place);
  });

  it.each([
    [() => geminiApi({ baseURL: "https://example.com" } as object), "`geminiApi.baseUrl`"],
    [() => geminiApi({ httpOptions: {} } as object), "`geminiApi.baseUrl`"],
    [() => geminiApi({ vertexai: true } as object), "`vertex()`"],
    [() => vertex({ region: "europe-west1" } as object), "`vertex.location`"],
    [() => vertex({ projectId: "a-project" } as object), "`vertex.project`"],
    [() => codeAssist({ baseUrl: "https://example.com" } as object), "`codeAssist.endpoint`"],
  ])("an option of another client in a backend's options is refused with our name for it: %s", (make, place) => {
    expect(caught(make).remedy).toContain(place);
  });

  it("client.fork(options) is refused, since a fork takes none", () => {
    const client = new GeminiClient();
    const fork: (options?: object) => GeminiClient = client.fork.bind(client);
    const error = caught(() => fork({ history: [] }));
    expect(error).toMatchObject({ code: "invalid_options", summary: "`client.fork()` takes no options." });
    expect(error.remedy).toContain("client.chat(options)");
    expect(fork().history).toEqual([]);
  });

  it.each([
    [{ toolLoop: { maxSteps: 5 } }, "toolLoop.maxRounds"],
    [{ toolLoop: { concurrency: 5 } }, "toolLoop.parallel"],
    [{ retry: { maxRetries: 5 } }, "retry.maxAttempts"],
    [{ retry: { inital_delay_ms: 5 } }, "retry.initialDelayMs"],
    [{ timeouts: { request: 5 } }, "timeouts.total"],
    [{ safetySettings: [{ catagory: "x", threshold: "OFF" }] }, "safetySettings[0].category"],
  ])("%j is refused with our name within the option", (options, right) => {
    expect(caught(() => new GeminiClient(options as never)).remedy).toContain(`\`${right}\``);
  });

  it.each([
    ["inputSchema", "parameters"],
    ["handler", "execute"],
  ])("tool({ %s }) is refused with our name for it, %s", (name, right) => {
    const make = () => tool({ name: "f", [name]: {} } as never);
    expect(caught(make).remedy).toBe(`Did you mean \`tool.${right}\`?`);
  });

  it.each([
    ["required", 'got "required"', 'Did you mean "any"?'],
    ["ANY", 'got "ANY"', 'Did you mean "any"?'],
    ["AUTO", 'got "AUTO"', 'Did you mean "auto"?'],
    [{ type: "tool", name: "canary" }, "got an object", '`toolChoice: ["get_weather"]`'],
    [{ type: "function", function: { name: "canary" } }, "got an object", '`toolChoice: ["get_weather"]`'],
    ["canary", "got a string", '`toolChoice: ["get_weather"]`'],
  ])("toolChoice: %j is refused with our form", (toolChoice, got, remedy) => {
    const error = caught(() => new GeminiClient({ toolChoice } as never));
    expect(error.summary).toBe(`Option \`toolChoice\` ${got}.`);
    expect(error.remedy).toContain(remedy);
  });

  it("toolChoice: a tool's name is refused with the array to pass", async () => {
    const tools = [tool({ name: "find", description: "Finds." }), tool({ name: "look", description: "Looks." })];
    const message =
      'Option `toolChoice` got the name of a tool. It takes "auto", "any", "none" or an array of names: `toolChoice: ["look"]`.';
    const options = { tools, toolChoice: "look" as never };
    const client = new GeminiClient({ tools });
    expect(caught(() => new GeminiClient(options)).message).toBe(message);
    expect(caught(() => client.chat(options)).message).toBe(message);
    expect((await failureOf(client.generate(CANARY, options))).message).toBe(message);
    expect(caught(() => new GeminiClient({ ...options, toolChoice: "canary" as never })).message).not.toContain(
      "canary",
    );
  });

  it.each(["apikey", "api_key", "API-Key"])("%s of a call belongs to the client, as apiKey does", async (name) => {
    const error = await failureOf((await start()).client().generate(CANARY, { [name]: "fake-canary" }));
    expect(error.message).toBe(
      `There is no option \`${name}\` for a single call. Pass it to the client: \`new GeminiClient({ apiKey })\`.`,
    );
  });

  it.each([{ a: 1n }, { a: { deep: [1n] } }])("a member that JSON cannot write is named: %#", (value) => {
    for (const option of ["extraRequest", "extraGenerationConfig"]) {
      const error = caught(() => new GeminiClient({ [option]: value }));
      expect(error.summary).toBe(`Option \`${option}.a\` cannot be written as JSON.`);
    }
  });

  it("a name that is as near to two options gets neither", () => {
    expect(caught(() => new GeminiClient({ topX: 1 } as object)).remedy).toMatch(/^The options are /);
  });

  it("a name of another client is no option here", () => {
    const known = Object.keys({ ...callOptionCases, ...clientOptionCases });
    for (const name of known) expect(foreignOption(name, [])).toBeUndefined();
  });

  it("lists all options if none is similar, and each of them has a row in the tests", () => {
    const all = Object.keys({ ...callOptionCases, ...clientOptionCases });
    expect(caught(() => new GeminiClient({ warmth: 1 } as object)).remedy).toBe(`The options are ${all.join(", ")}.`);
    expect(caught(() => new GeminiClient({ toString: 1 } as object)).code).toBe("invalid_options");
  });

  it.each([
    [{ thinkingBudget: 0, thinkingLevel: "LOW" }, ["thinkingBudget", "thinkingLevel"]],
    [{ backend: geminiApi({ apiKey: "fake-key" }), credentialsPath: "/a" }, ["backend", "credentialsPath"]],
    [{ backend: geminiApi({ apiKey: "fake-key" }), project: "a-project" }, ["backend", "project"]],
    [{ backend: geminiApi({ apiKey: "fake-key" }), tokenCache: new Map() }, ["backend", "tokenCache"]],
    [{ backend: "vertex" as const, credentialsPath: "/a" }, ["backend", "credentialsPath"]],
    [{ fetch: globalThis.fetch, agent: new Agent() }, ["fetch", "agent"]],
    [{ timeout: 5, timeouts: { idle: 5 } }, ["timeout", "timeouts"]],
    [{ maxRetries: 1, retry: false }, ["maxRetries", "retry"]],
    [{ apiKey: "fake-key-canary", backend: geminiApi() }, ["apiKey", "backend"]],
    [{ apiKey: "fake-key-canary", backend: "code-assist" as const }, ["apiKey", "backend"]],
    [{ apiKey: "fake-key-canary", credentialsPath: "/a" }, ["apiKey", "credentialsPath"]],
    [{ apiKey: "fake-key-canary", backend: "vertex" as const, project: "a-project" }, ["apiKey", "project"]],
  ])("%o", (options, names) => {
    const error = caught(() => new GeminiClient(options));
    expect(error.code).toBe("invalid_options");
    for (const name of names) expect(error.summary).toContain(`\`${name}\``);
  });

  it("undefined and null are valid for every option", () => {
    for (const nothing of [undefined, null]) {
      const all = Object.keys({ ...callOptionCases, ...clientOptionCases }).map((option) => [option, nothing] as const);
      expect(new GeminiClient(Object.fromEntries(all)).history).toEqual([]);
    }
  });
});
