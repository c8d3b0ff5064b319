import { describe, expect, it } from "vitest";
import {
  type CallOptions,
  codeAssist,
  createFileTokenCache,
  GeminiClient,
  type GeminiError,
  geminiApi,
  googleSearch,
  type JsonSchema,
  jsonSchema,
  type McpClient,
  mcpTools,
  type OutputSchema,
  query,
  queryStream,
  schemaReport,
  tool,
  vertex,
} from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { failureOf, thrownBy } from "../support/clients.ts";

const PROMPT = "canary-prompt";

const reason = new TypeError("the variable is not set");

/** An object with one member that throws when it is read. */
function throwing(name: string, rest: object = {}): object {
  return Object.defineProperty({ ...rest }, name, {
    enumerable: true,
    get: fail,
  });
}

/** A proxy that throws at everything that is done with it. */
function hostile(target: object = {}): object {
  const traps = Reflect.ownKeys(Reflect).filter((name) => typeof Reflect.get(Reflect, name) === "function");
  return new Proxy(target, Object.fromEntries(traps.map((name) => [name, fail])));
}

function revoked(target: object = {}): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** A list whose first element throws when it is read. */
function throwingList(): never[] {
  return Object.defineProperty([], "0", { enumerable: true, get: fail });
}

function fail(): never {
  throw reason;
}

function expectUnreadable(error: GeminiError, option: string): void {
  expect(error).toMatchObject({ code: "invalid_options", phase: "options", option, attempts: 0 });
  expect(error.summary).toBe(`Option \`${option}\` cannot be read: a getter or a proxy in it throws.`);
  expect(error.remedy).toBe("Pass plain values; `error.cause` is what was thrown.");
  expect(error.message).not.toContain(reason.message);
}

const ofCalls: readonly (readonly [option: string, options: object])[] = [
  ["temperature", throwing("temperature")],
  ["timeout", throwing("timeout")],
  ["retry", throwing("retry")],
  ["retry.maxAttempts", { retry: throwing("maxAttempts") }],
  ["timeouts.idle", { timeouts: throwing("idle", { total: 5_000 }) }],
  ["headers.x-own", { headers: throwing("x-own") }],
  ["labels.team", { labels: throwing("team") }],
  ["fallbackModels[0]", { fallbackModels: throwingList() }],
  ["stopSequences[0]", { stopSequences: throwingList() }],
  ["safetySettings[0].threshold", { safetySettings: [throwing("threshold", { category: "canary" })] }],
  ["tools[0]", { tools: throwingList() }],
  ["toolChoice[0]", { toolChoice: throwingList() }],
  ["toolLoop.approve", { toolLoop: throwing("approve") }],
  ["extraRequest.cachedContent", { extraRequest: throwing("cachedContent") }],
  ["extraGenerationConfig.a.b", { extraGenerationConfig: { a: throwing("b") } }],
  ["signal.aborted", { signal: throwing("aborted") }],
  ["retry", { retry: hostile() }],
  ["retry", { retry: revoked() }],
  ["tools", { tools: hostile([]) }],
  ["signal", { signal: hostile() }],
  ["extraRequest.tools", { extraRequest: { tools: revoked([]) } }],
];

const ofClients: typeof ofCalls = [
  ["apiKey", throwing("apiKey")],
  ["fetch", throwing("fetch")],
  ["history", throwing("history")],
  ["onEvent", throwing("onEvent")],
  ["logger.info", { logger: throwing("info") }],
  ["tokenCache.get", { tokenCache: throwing("get") }],
  ["agent", { agent: hostile() }],
];

describe("F210 an option that throws when it is read is invalid_options, with what was thrown as the cause", () => {
  it.each([...ofCalls, ...ofClients])("%s of a client", async (option, options) => {
    for (const error of [
      thrownBy(() => new GeminiClient(options)),
      thrownBy(() => queryStream(PROMPT, options)),
      await failureOf(query(PROMPT, options)),
    ]) {
      expectUnreadable(error, option);
    }
  });

  it.each(ofCalls)("%s of a chat and of a call, and nothing is sent", async (option, options) => {
    const started = await start();
    const client = started.client();
    for (const error of [
      thrownBy(() => client.chat(options)),
      thrownBy(() => client.chat().fork(options)),
      await failureOf(client.generate(PROMPT, options)),
      await failureOf(client.generateStream(PROMPT, options).response()),
      await failureOf(client.sendMessage(PROMPT, options)),
      await failureOf(client.chat().sendMessageStream(PROMPT, options).response()),
      await failureOf(client.chat().resume(options)),
      await failureOf(client.chat().resumeStream(options).response()),
    ]) {
      expectUnreadable(error, option);
    }
    expect(started.emulator.calls).toEqual([]);
    expect(client.history).toEqual([]);
  });

  it("the cause is what was thrown", async () => {
    const client = (await start()).client();
    expect(thrownBy(() => new GeminiClient(throwing("timeout"))).cause).toBe(reason);
    expect((await failureOf(client.generate(PROMPT, { retry: throwing("maxAttempts") }))).cause).toBe(reason);
  });

  it.each([
    ["a proxy that throws", hostile()],
    ["a revoked proxy", revoked()],
  ])("%s for all options", async (_, options) => {
    const client = (await start()).client();
    for (const error of [
      thrownBy(() => new GeminiClient(options)),
      thrownBy(() => client.chat(options)),
      thrownBy(() => queryStream(PROMPT, options)),
      await failureOf(client.generate(PROMPT, options)),
      await failureOf(client.chat().resume(options)),
    ]) {
      expect(error).toMatchObject({ code: "invalid_options", option: "options" });
      expect(error.message).toContain("The argument `options` cannot be read");
    }
  });

  it.each<readonly [option: string, make: () => unknown]>([
    ["geminiApi.apiKey", async () => geminiApi(throwing("apiKey"))],
    ["vertex.project", async () => vertex(throwing("project"))],
    ["codeAssist.oauthClient.clientId", async () => codeAssist({ oauthClient: throwing("clientId") })],
    ["createFileTokenCache.folder", async () => createFileTokenCache(throwing("folder"))],
    ["tool.description", async () => tool(throwing("description", { name: "f" }) as { name: string })],
    ["mcpTools.prefix", async () => mcpTools({ listTools: fail, callTool: fail } as never, throwing("prefix"))],
    ["mcpTools.client.listTools", async () => mcpTools(throwing("listTools") as McpClient)],
    ["googleSearch.settings.timeRangeFilter", async () => googleSearch(throwing("timeRangeFilter") as never)],
  ])("%s", async (option, make) => {
    expectUnreadable(await failureOf(make() as Promise<unknown>), option);
  });

  it.each<readonly [option: string, schema: OutputSchema]>([
    ["schema.type", throwing("type") as OutputSchema],
    ["schema.properties.city.type", { type: "object", properties: { city: throwing("type") } }],
    ["schema.~standard", throwing("~standard") as OutputSchema],
    ["schema.~standard.vendor", { "~standard": throwing("vendor", { version: 1, validate: fail }) } as OutputSchema],
    ["schema.type", jsonSchema(throwing("type") as JsonSchema)],
    ["schema", hostile() as OutputSchema],
  ])("%s", async (option, schema) => {
    const started = await start();
    expectUnreadable(await failureOf(started.client().generate(PROMPT, { schema })), option);
    expectUnreadable(await failureOf(schemaReport(schema)), option);
    const f = tool({ name: "f", parameters: schema });
    const error = await failureOf(started.client().generate(PROMPT, { tools: [f] }));
    expectUnreadable(error, option.replace(/^schema/, "f.parameters"));
    expect(started.emulator.calls).toEqual([]);
  });

  it("results and the options of a response for the web", async () => {
    const client = (await start()).client();
    const results = { results: throwing("call-1") } as CallOptions;
    expectUnreadable(await failureOf(client.chat().resume(results)), "results.call-1");
    const stream = client.generateStream(PROMPT);
    expectUnreadable(
      thrownBy(() => stream.toReadableStream(throwing("errorMessage"))),
      "errorMessage",
    );
    expectUnreadable(
      thrownBy(() => stream.toResponse(throwing("headers"))),
      "headers",
    );
    expectUnreadable(
      thrownBy(() => stream.cancel(throwing("keepPartial"))),
      "keepPartial",
    );
  });

  it.each([
    ["a getter", "results.1.city", throwing("city")],
    ["a revoked proxy", "results.1", revoked()],
    ["a proxy that throws", "results.1", hostile()],
  ])(
    "%s in a result of a paused exchange: nothing is sent, and the exchange waits for another",
    async (_, option, value) => {
      const started = await start();
      started.emulator.next({ functionCall: { name: "ask", args: {} } });
      const chat = started.client({ tools: [tool({ name: "ask" })] }).chat();
      const [{ callId } = { callId: "" }] = (await chat.sendMessage(PROMPT)).pending;
      const error = await failureOf(chat.resume({ results: { [callId]: value } }));
      expectUnreadable(error, option.replace("1", callId));
      expect([started.requests().length, chat.pending.length]).toEqual([1, 1]);
      expect((await chat.resume({ results: { [callId]: "canary" } })).pending).toEqual([]);
    },
  );

  it("an object that is nested too deep for JSON is not reported as one that throws", () => {
    let deep: object = {};
    for (let level = 0; level < 20_000; level += 1) deep = { deep };
    const { message } = thrownBy(() => new GeminiClient({ extraRequest: { deep } }));
    expect(message).toContain("It takes an object that can be written as JSON");
  });

  it("a member is read once: a getter cannot give a value that was not checked", () => {
    let reads = 0;
    const options = {
      get timeout() {
        reads += 1;
        return reads === 1 ? 5_000 : -1;
      },
    };
    expect(() => new GeminiClient(options)).not.toThrow();
    expect(reads).toBe(1);
  });
});
