import { describe, expect, test } from "vitest";
import type { GeminiError } from "../../src/index.ts";
import { clientAt, collect, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { chunk, event, jsonReply, streamHead } from "../support/replies.ts";
import { counts, end, part, serving, streamed } from "./support/serving.ts";

/** The first piece of a call. */
const begin = (name: string, members: object = {}) => part({ functionCall: { name, willContinue: true }, ...members });
/** Arguments of the open call. */
const args = (...partialArgs: readonly object[]) => part({ functionCall: { partialArgs, willContinue: true } });
/** The last piece of a call. */
const close = part({ functionCall: {} });
const PROMPT = { role: "user", parts: [{ text: "canary-prompt" }] };

describe("F107 function calls that come in pieces", () => {
  test("F107 one part in the response, in functionCalls and in the history; the chunks show the pieces", async () => {
    const events = [
      part({ text: "canary-text" }),
      part({ functionCall: { name: "set_light", id: "call-1", willContinue: true }, thoughtSignature: "c2ln" }),
      args({ jsonPath: "$.room", stringValue: "canary liv", willContinue: true }),
      args({ jsonPath: "$.room", stringValue: "ing ", willContinue: true }),
      args({ jsonPath: "$.room", stringValue: "room" }, { jsonPath: "$.level", numberValue: 50 }),
      args({ jsonPath: "$.slow", boolValue: false }, { jsonPath: "$.scene", nullValue: "NULL_VALUE" }),
      close,
      { ...end("STOP"), usageMetadata: counts },
    ];
    const { client } = await serving(events);
    const stream = client.sendMessageStream("canary-prompt");
    const { chunks, error } = await collect(stream);
    expect(error).toBeUndefined();
    expect(chunks.map(({ raw }) => raw)).toEqual(events);
    const response = await stream.response();
    const call = {
      name: "set_light",
      id: "call-1",
      args: { room: "canary living room", level: 50, slow: false, scene: null },
    };
    const parts = [{ text: "canary-text" }, { functionCall: call, thoughtSignature: "c2ln" }];
    expect(response.content?.parts).toEqual(parts);
    expect(response.functionCalls).toEqual([call]);
    expect(response.raw).toEqual(events);
    expect(client.history).toEqual([PROMPT, { role: "model", parts }]);
  });

  test("F107 the assembled call is sent back with its result", async () => {
    const server = await startRawServer(({ path, socket }) => {
      const events = [
        begin("f", { thoughtSignature: "c2ln" }),
        args({ jsonPath: "$.x", numberValue: 1 }),
        close,
        end("STOP"),
      ];
      const body = Buffer.concat([Buffer.from(streamHead()), ...events.map((one) => chunk(event(one)))]);
      socket.write(
        path.includes("stream") ? Buffer.concat([body, Buffer.from("0\r\n\r\n")]) : jsonReply(part({ text: "ok" })),
      );
    });
    const client = clientAt(server.url);
    await streamed(client);
    await client.sendMessage([{ functionResponse: { name: "f", response: { ok: true } } }]);
    const { contents } = JSON.parse(String(server.requests.at(-1)?.body));
    expect(contents[1].parts).toEqual([{ functionCall: { name: "f", args: { x: 1 } }, thoughtSignature: "c2ln" }]);
  });

  test.each<[string, readonly object[], readonly object[]]>([
    [
      "F107 nested members and lists",
      [
        begin("f"),
        args({ jsonPath: "$.stops[0].city", stringValue: "Be", willContinue: true }),
        args({ jsonPath: "$.stops[0].city", stringValue: "rn" }, { jsonPath: "$.stops[0].at[0]", numberValue: 1 }),
        args({ jsonPath: "$.stops[0].at[1]", numberValue: 2 }, { jsonPath: "$.stops[1].city", stringValue: "Genf" }),
        close,
      ],
      [{ name: "f", args: { stops: [{ city: "Bern", at: [1, 2] }, { city: "Genf" }] } }],
    ],
    [
      "F107 quoted names",
      [
        begin("f"),
        args({ jsonPath: `$['x y']["it's"]`, numberValue: 1 }, { jsonPath: `$['it\\'s "\\u00e9"']`, numberValue: 2 }),
        args({ jsonPath: "$.größe-x", numberValue: 3 }, { jsonPath: "$['']", numberValue: 4 }),
        close,
      ],
      [{ name: "f", args: { "x y": { "it's": 1 }, 'it\'s "é"': 2, "größe-x": 3, "": 4 } }],
    ],
    [
      "F107 successive calls, the last without arguments",
      [
        begin("a"),
        args({ jsonPath: "$.x", numberValue: 1 }),
        close,
        begin("a"),
        args({ jsonPath: "$.x", numberValue: 2 }),
        close,
        part({ functionCall: { name: "whole", args: { z: 1 } } }),
        begin("b"),
        close,
      ],
      [
        { name: "a", args: { x: 1 } },
        { name: "a", args: { x: 2 } },
        { name: "whole", args: { z: 1 } },
        { name: "b", args: {} },
      ],
    ],
    [
      "F107 texts, lists and empty values that a piece without a value ends, as Vertex AI sends them",
      [
        begin("f"),
        args({ jsonPath: "$.to", stringValue: "Ber", willContinue: true }),
        args({ jsonPath: "$.to", willContinue: true }, { jsonPath: "$.to", stringValue: "n", willContinue: true }),
        args({ jsonPath: "$.to", stringValue: "" }, { jsonPath: "$.to" }),
        args({ jsonPath: "$.stops[0].name", stringValue: "a" }, { jsonPath: "$.stops[0].tags[]" }),
        args(
          { jsonPath: "$.stops[1]" },
          { jsonPath: "$.stops[]" },
          { jsonPath: "$.none[]" },
          { jsonPath: "$['x y'][]" },
        ),
        close,
      ],
      [{ name: "f", args: { to: "Bern", stops: [{ name: "a", tags: [] }, {}], none: [], "x y": [] } }],
    ],
    [
      "F107 a text that goes on, in a piece that does not say so for the call",
      [
        begin("f"),
        part({ functionCall: { partialArgs: [{ jsonPath: "$.x", stringValue: "a", willContinue: true }] } }),
        part({ functionCall: { partialArgs: [{ jsonPath: "$.x", stringValue: "b" }] } }),
        begin("g"),
        close,
      ],
      [
        { name: "f", args: { x: "ab" } },
        { name: "g", args: {} },
      ],
    ],
    [
      "F107 a call whose last arguments end it, and a call in one piece",
      [
        begin("a"),
        part({ functionCall: { partialArgs: [{ jsonPath: "$.x", stringValue: "y" }] } }),
        part({ functionCall: { name: "b", partialArgs: [{ jsonPath: "$.x", numberValue: 1.5 }] } }),
      ],
      [
        { name: "a", args: { x: "y" } },
        { name: "b", args: { x: 1.5 } },
      ],
    ],
    [
      "F107 whole arguments beside pieces, nulls for what is not set, and an end without a value",
      [
        part({ functionCall: { name: "f", args: { a: { b: 1 } }, partialArgs: null, willContinue: true } }),
        args({ jsonPath: "$.a.c", stringValue: "d", numberValue: null, boolValue: null, willContinue: true }),
        args(
          { jsonPath: "$.a.c", stringValue: null, nullValue: null },
          { jsonPath: "$.n", nullValue: null },
          { jsonPath: "$.s", stringValue: "wh" },
        ),
        part({ functionCall: { name: "f", args: { s: "whole" } } }),
      ],
      [{ name: "f", args: { a: { b: 1, c: "d" }, n: null, s: "whole" } }],
    ],
  ])("%s", async (_, events, calls) => {
    const { client } = await serving([...events, end("STOP")]);
    expect((await streamed(client)).functionCalls).toEqual(calls);
    expect(client.history[1]?.parts?.map(({ functionCall }) => functionCall)).toEqual(calls);
  });

  test("F107 `__proto__` in a path is an own property", async () => {
    const { client } = await serving([
      begin("f"),
      args({ jsonPath: "$.__proto__.polluted", boolValue: true }, { jsonPath: "$.constructor.x", numberValue: 1 }),
      close,
      end("STOP"),
    ]);
    const json = '{"__proto__":{"polluted":true},"constructor":{"x":1}}';
    expect(JSON.stringify((await streamed(client)).functionCalls[0]?.args)).toBe(json);
    expect(JSON.stringify(client.history[1]?.parts?.[0]?.functionCall?.args)).toBe(json);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test.each<[string, readonly object[], string]>([
    ["F107 with a finish reason", [end("STOP")], "stream_interrupted"],
    ["F107 at the maximum length", [end("MAX_TOKENS")], "stream_interrupted"],
    ["F107 without a finish reason", [], "stream_interrupted"],
    ["F107 because the call failed", [end("MALFORMED_FUNCTION_CALL")], "malformed_function_call"],
    ["F107 because of a refusal", [end("SAFETY")], "blocked"],
  ])("%s, a stream that ends within a call is an error", async (_, events, code) => {
    const { client } = await serving(
      [part({ text: "canary-text" }), begin("f"), args({ jsonPath: "$.x", numberValue: 1 }), ...events],
      {},
      { retry: false },
    );
    const error = await failureOf(streamed(client));
    expect(error.code).toBe(code);
    expect(error.partial?.candidates?.[0]?.content?.parts).toEqual([{ text: "canary-text" }]);
    expect(client.history).toEqual([]);
  });

  test("F107 a response that was not streamed and has half a call is an error", async () => {
    const half = { ...begin("f") };
    const { client } = await serving([], { candidates: [{ ...half.candidates[0], finishReason: "STOP" }] });
    expect((await failureOf(client.sendMessage("canary-prompt"))).code).toBe("stream_interrupted");
  });

  test.each<[string, readonly object[]]>([
    ...[
      "room",
      "$",
      "",
      "$.",
      "$..x",
      "$.*",
      "$[*]",
      "$[0]",
      "$.a[-1]",
      "$.a[1]",
      "$.a[4294967296]",
      "$['a",
      "$['\\x']",
      "$.a b",
      "$.s.x",
      "$.s[0]",
      "$.l.x",
    ].map((jsonPath): [string, readonly object[]] => [
      `F107 the path ${jsonPath || '""'}`,
      [
        begin("f"),
        args({ jsonPath: "$.s", stringValue: "canary" }, { jsonPath: "$.l[0]", numberValue: 1 }),
        args({ jsonPath, numberValue: 1 }),
        close,
      ],
    ]),
    ["F107 no path", [begin("f"), args({ numberValue: 1 })]],
    ["F107 a value of another type", [begin("f"), args({ jsonPath: "$.a", stringValue: 1 })]],
    [
      "F107 two values in one place",
      [begin("f"), args({ jsonPath: "$.a", numberValue: 1 }, { jsonPath: "$.a", numberValue: 2 })],
    ],
    [
      "F107 arguments that are not a list",
      [begin("f"), part({ functionCall: { partialArgs: {}, willContinue: true } })],
    ],
    [
      "F107 an argument that is not an object",
      [begin("f"), part({ functionCall: { partialArgs: [1], willContinue: true } })],
    ],
    ["F107 arguments without a call", [args({ jsonPath: "$.a", numberValue: 1 })]],
    ["F107 a call within a call", [begin("f"), begin("g"), close, close]],
  ])("%s is invalid", async (_, events) => {
    const { client, requests } = await serving([...events, end("STOP")]);
    const error: GeminiError = await failureOf(streamed(client));
    expect([error.code, error.phase]).toEqual(["response_invalid", "content"]);
    expect(error.message).toContain("function call");
    expect(error.message).not.toContain("canary");
    expect(client.history).toEqual([]);
    expect(requests()).toBe(1);
  });
});

describe("F107 cancel({ keepPartial: true }) within a call", () => {
  const cancelled = async (...events: readonly object[]) => {
    const body = events.map((one) => event(one)).join("");
    const server = await startRawServer(({ socket }) => socket.write(`${streamHead()}${chunk(body)}`));
    const client = clientAt(server.url);
    const stream = client.sendMessageStream("canary-prompt");
    let seen = 0;
    for await (const _ of stream) {
      seen += 1;
      if (seen === events.length) stream.cancel({ keepPartial: true });
    }
    return { client, response: stream.response() };
  };

  test("F107 keeps what came before the call", async () => {
    const { client, response } = await cancelled(
      part({ text: "canary-text" }),
      begin("f"),
      args({ jsonPath: "$.x", numberValue: 1 }),
    );
    expect((await response).content?.parts).toEqual([{ text: "canary-text" }]);
    expect(client.history).toEqual([PROMPT, { role: "model", parts: [{ text: "canary-text" }] }]);
  });

  test("F107 keeps nothing if only half a call came", async () => {
    const { client, response } = await cancelled(begin("f"), args({ jsonPath: "$.x", numberValue: 1 }));
    expect((await failureOf(response)).code).toBe("aborted");
    expect(client.history).toEqual([]);
  });
});
