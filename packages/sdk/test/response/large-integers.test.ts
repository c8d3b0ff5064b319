import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Backend,
  type Content,
  codeAssist,
  type GeminiClient,
  type GenerateContentResponse,
  geminiApi,
  tool,
  vertex,
} from "../../src/index.ts";
import { failureOf, testClient } from "../support/clients.ts";
import { testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { chunk, lastChunk, reply, streamHead } from "../support/replies.ts";

const LARGE = "12345678901234567891";
const RESULT = { functionResponse: { name: "find", response: { ok: true } } };

type Streamed = "streamed" | "not streamed";

/** The payload of one part, as JSON. */
const payload = (part: string, members = "") =>
  `{"candidates":[{"content":{"role":"model","parts":[${part}]},"index":0${members}}]}`;
const ended = payload('{"text":""}', ',"finishReason":"STOP"');
const callOf = (args: string) => `{"functionCall":{"name":"find","args":${args}},"thoughtSignature":"c2ln"}`;

interface Backends {
  readonly backend: (url: string) => Backend;
  readonly wrap: (json: string) => string;
}

const backends: Readonly<Record<string, Backends>> = {
  "gemini-api": { backend: (baseUrl) => geminiApi({ apiKey: "fake-key-canary", baseUrl }), wrap: (json) => json },
  vertex: {
    backend: () => vertex({ project: "fake-project-001", location: "global", accessToken: "fake-token" }),
    wrap: (json) => json,
  },
  "code-assist": {
    backend: (endpoint) => codeAssist({ accessToken: "fake-token", endpoint }),
    wrap: (json) => `{"response":${json},"traceId":"abc"}`,
  },
};

/** A server whose first reply is these payloads, and whose next ones are a text. The stream is cut into pieces of `size`. */
async function serve(payloads: readonly string[], name = "gemini-api", size = 1 << 20) {
  const { backend, wrap } = backends[name] as Backends;
  let content = 0;
  const server = await startRawServer(({ path, socket }) => {
    if (path.includes("loadCodeAssist")) {
      socket.write(json('{"currentTier":{"id":"free-tier"},"cloudaicompanionProject":"fake-project-001"}'));
      return;
    }
    content += 1;
    const sent = (content === 1 ? payloads : [payload('{"text":"ok"}', ',"finishReason":"STOP"')]).map(wrap);
    if (!path.includes("stream")) {
      socket.write(json(sent[0] ?? ""));
      return;
    }
    const body = Buffer.from(sent.map((one) => `data: ${one}\r\n\r\n`).join(""));
    const pieces = Array.from({ length: Math.ceil(body.length / size) }, (_, index) =>
      chunk(body.subarray(index * size, (index + 1) * size)),
    );
    socket.write(Buffer.concat([Buffer.from(streamHead()), ...pieces, Buffer.from(lastChunk)]));
  });
  const platform = testPlatform({ environment: { GOOGLE_VERTEX_BASE_URL: server.url } });
  const client = testClient({ backend: backend(server.url) }, platform);
  return { client, lastBody: () => String(server.requests.at(-1)?.body) };
}

const json = (text: string) => reply(200, text, { "content-type": "application/json" });

const ask = (client: GeminiClient, how: Streamed): Promise<GenerateContentResponse> =>
  how === "streamed" ? client.sendMessageStream("canary-prompt").response() : client.sendMessage("canary-prompt");

/** The JSON of the only function call's arguments in a request, as it stands there. */
const sentArgs = (body: string) => /"functionCall":\{"name":"find","args":(.*?)\},"thoughtSignature"/.exec(body)?.[1];

const argsOf = (response: GenerateContentResponse) => response.functionCalls[0]?.args;

describe("F108 integers beyond 2^53 in function calls", () => {
  describe.each(Object.keys(backends))("on %s", (name) => {
    test.each<Streamed>(["streamed", "not streamed"])(
      "F108 strings in the response, integers in the next request: %s",
      async (how) => {
        const args = `{"id":${LARGE},"list":[-9007199254740993,{"deep":9007199254740992}],"small":9007199254740991}`;
        const { client, lastBody } = await serve([payload(callOf(args), ',"finishReason":"STOP"')], name);
        const response = await ask(client, how);
        const read = { id: LARGE, list: ["-9007199254740993", { deep: "9007199254740992" }], small: 9007199254740991 };
        expect(argsOf(response)).toEqual(read);
        expect(JSON.stringify(response.raw)).toContain(`"id":"${LARGE}"`);
        expect(client.history[1]?.parts?.[0]?.functionCall?.args).toEqual(read);
        await client.sendMessage(RESULT);
        expect(sentArgs(lastBody())).toBe(args);
        await client.sendMessage("canary-again");
        expect(sentArgs(lastBody())).toBe(args);
      },
    );
  });

  test.each([
    ["integers", { type: "integer" }],
    ["strings", { type: "string" }],
  ])("F108 a function whose JSON Schema has %s gets the digits", async (_, id) => {
    const { client, lastBody } = await serve([payload(callOf(`{"id":${LARGE}}`), ',"finishReason":"STOP"')]);
    const got: unknown[] = [];
    const find = tool({
      name: "find",
      parameters: { type: "object", properties: { id }, required: ["id"] },
      execute: (args) => {
        got.push(args);
        return { ok: true };
      },
    });
    expect((await client.generate("canary-prompt", { tools: [find] })).text).toBe("ok");
    expect(got).toEqual([{ id: LARGE }]);
    expect(lastBody()).toContain(`"args":{"id":${LARGE}}`);
  });

  test("F108 whatever the arguments are and wherever the stream is split, every integer comes back", async () => {
    const integer = fc
      .tuple(fc.constantFrom("", "-"), fc.stringMatching(/^[1-9]\d{0,40}$/))
      .map((pair) => pair.join(""));
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      integer,
      fc.constantFrom('"', '\\"', '":1234567890123456789,"'),
    );
    const object = (values: fc.Arbitrary<string>) =>
      fc
        .uniqueArray(
          fc.tuple(
            fc.oneof(
              text.filter((key) => !/^\d+$/.test(key)),
              fc.constant("__proto__"),
            ),
            values,
          ),
          {
            maxLength: 4,
            selector: ([key]) => key,
          },
        )
        .map((members) => `{${members.map(([key, one]) => `${JSON.stringify(key)}:${one}`).join(",")}}`);
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        integer,
        text.map((one) => JSON.stringify(one)),
        fc.constantFrom("true", "null", "0.5", "1e+21", "-2.5e-7"),
        fc.array(tie("value"), { maxLength: 3 }).map((list) => `[${list.join(",")}]`),
        object(tie("value")),
      ),
    }));
    const cases = fc.record({ args: object(value), size: fc.integer({ min: 1, max: 200 }), words: text });
    await fc.assert(
      fc.asyncProperty(cases, async ({ args, size, words }) => {
        const said = `{"text":${JSON.stringify(`canary ${words}`)}}`;
        const { client, lastBody } = await serve([payload(`${said},${callOf(args)}`), ended], "gemini-api", size);
        const response = await ask(client, "streamed");
        expect(response.text).toBe(JSON.parse(JSON.stringify(`canary ${words}`)));
        await client.sendMessage(RESULT);
        expect(sentArgs(lastBody())).toBe(args);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  test("F108 in arguments that come in pieces", async () => {
    const piece = (members: string) => payload(`{"functionCall":{${members}}}`);
    const events = [
      piece('"name":"find","willContinue":true'),
      piece(
        `"partialArgs":[{"jsonPath":"$.ids[0]","numberValue":${LARGE}},{"jsonPath":"$.n","numberValue":7}],"willContinue":true`,
      ),
      piece('"partialArgs":[{"jsonPath":"$.text","stringValue":"1234567890","willContinue":true}],"willContinue":true'),
      piece('"partialArgs":[{"jsonPath":"$.text","stringValue":"1234567890"}],"willContinue":true'),
      piece(`"args":{"whole":[-${LARGE}]},"willContinue":true`),
      piece(""),
      ended,
    ];
    const { client, lastBody } = await serve(events);
    const response = await ask(client, "streamed");
    const read = { ids: [LARGE], n: 7, text: "12345678901234567890", whole: [`-${LARGE}`] };
    expect(argsOf(response)).toEqual(read);
    await client.sendMessage(RESULT);
    expect(lastBody()).toContain(`"args":{"ids":[${LARGE}],"n":7,"text":"12345678901234567890","whole":[-${LARGE}]}`);
  });

  test.each([
    ["text", `"stringValue":"1"`],
    ["an integer", `"numberValue":${LARGE}`],
  ])("F108 %s is not appended to an integer", async (_, value) => {
    const pieces = `{"jsonPath":"$.id","numberValue":${LARGE}},{"jsonPath":"$.id",${value}}`;
    const { client } = await serve([payload(`{"functionCall":{"name":"find","partialArgs":[${pieces}]}}`), ended]);
    expect(await failureOf(ask(client, "streamed"))).toMatchObject({ code: "response_invalid" });
  });

  test("F108 in calls of Google's own tools and their results", async () => {
    const parts = `{"toolCall":{"id":"a","args":{"id":${LARGE}}}},{"toolResponse":{"id":"a","response":{"id":${LARGE}}}},{"text":"ok ${LARGE}"}`;
    const { client, lastBody } = await serve([payload(parts, ',"finishReason":"STOP"')]);
    await ask(client, "not streamed");
    expect(client.history[1]?.parts?.[1]?.toolResponse?.response).toEqual({ id: LARGE });
    await client.sendMessage("canary-next");
    expect(lastBody()).toContain(parts);
  });

  test("F108 in a stream that comes as JSON, and in a stream that is kept when it is cancelled", async () => {
    const whole = payload(callOf(`{"id":${LARGE}}`), ',"finishReason":"STOP"');
    const server = await startRawServer(({ socket }) => socket.write(json(`[${whole}]`)));
    const client = testClient({ backend: geminiApi({ apiKey: "fake-key-canary", baseUrl: server.url }) });
    const stream = client.sendMessageStream("canary-prompt");
    for await (const _ of stream) stream.cancel({ keepPartial: true });
    await client.sendMessageStream(RESULT).response();
    expect(sentArgs(String(server.requests.at(-1)?.body))).toBe(`{"id":${LARGE}}`);
  });

  test("F108 contents from the caller: the objects of a response send integers, copies through JSON strings", async () => {
    const { client, lastBody } = await serve([payload(callOf(`{"id":${LARGE}}`), ',"finishReason":"STOP"')]);
    const { content } = await client.generate("canary-prompt");
    const contentsWith = (model: Content | undefined) => [
      { role: "user", parts: [{ text: "canary-prompt" }] },
      { ...model },
      { role: "user", parts: [RESULT] },
    ];
    await client.generate(contentsWith(content));
    expect(sentArgs(lastBody())).toBe(`{"id":${LARGE}}`);
    await client.generate(contentsWith(JSON.parse(JSON.stringify(content))));
    expect(sentArgs(lastBody())).toBe(`{"id":"${LARGE}"}`);
  });

  test("F108 another model gets the same digits, without the signature", async () => {
    const { client, lastBody } = await serve([payload(callOf(`{"id":${LARGE}}`), ',"finishReason":"STOP"')]);
    await ask(client, "not streamed");
    await client.sendMessage(RESULT, { model: "gemini-2.5-flash" });
    expect(lastBody()).toContain(`{"functionCall":{"name":"find","args":{"id":${LARGE}}}}`);
  });

  test("F108 an argument that the caller changed is sent as it is", async () => {
    const args = `{"id":${LARGE},"other":${LARGE}}`;
    const { client, lastBody } = await serve([payload(callOf(args), ',"finishReason":"STOP"')]);
    const { functionCalls, content } = await client.generate("canary-prompt");
    Object.assign(functionCalls[0]?.args ?? {}, { other: "canary-changed" });
    const prompt = { role: "user", parts: [{ text: "canary-prompt" }] };
    await client.generate([prompt, content ?? {}, { role: "user", parts: [RESULT] }]);
    expect(sentArgs(lastBody())).toBe(`{"id":${LARGE},"other":"canary-changed"}`);
  });

  test("F108 integers elsewhere stay numbers, and numbers with a fraction or an exponent are numbers", async () => {
    const args = '{"a":1e20,"b":12345678901234567.5,"c":-0,"d":9007199254740993.0}';
    const usage = `,"finishReason":"STOP","tokenCount":${LARGE}`;
    const { client, lastBody } = await serve([payload(callOf(args), usage)]);
    const response = await ask(client, "not streamed");
    expect(response.candidates[0]?.tokenCount).toBe(Number(LARGE));
    expect(argsOf(response)).toEqual(JSON.parse(args));
    await client.sendMessage(RESULT);
    expect(sentArgs(lastBody())).toBe('{"a":100000000000000000000,"b":12345678901234568,"c":0,"d":9007199254740992}');
  });
});
