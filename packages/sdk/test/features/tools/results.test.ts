import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { tool } from "../../../src/index.ts";
import { ways } from "../../client/support/ways.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

const circular: Record<string, unknown> = {};
circular.self = circular;

class Hidden {
  readonly #value = 1;

  value(): number {
    return this.#value;
  }
}

const deep = () => {
  let value: unknown = 1;
  for (let level = 0; level < 2_000; level += 1) value = [value];
  return value;
};

const failing: readonly (readonly [what: string, execute: () => unknown, error: RegExp])[] = [
  [
    "that throws",
    () => {
      throw new Error("no such canary-city");
    },
    /^no such canary-city$/,
  ],
  [
    "that throws a string",
    () => {
      throw "plain words";
    },
    /^plain words$/,
  ],
  [
    "that throws undefined",
    () => {
      throw undefined;
    },
    /failed without a message/,
  ],
  [
    "that throws an object with a bad getter",
    () => {
      throw {
        get message() {
          throw new Error("no");
        },
      };
    },
    /failed without a message/,
  ],
  ["that rejects", () => Promise.reject(new TypeError("not today")), /^not today$/],
  [
    "that throws a very long message",
    () => {
      throw new Error("x".repeat(100_000));
    },
    /^x{1000}…$/,
  ],
  ["that returns an Error", () => new Error("as a value"), /^as a value$/],
  ["F322 that returns an Error of another realm", () => runInNewContext('new Error("as a value")'), /^as a value$/],
  ["that returns a cycle", () => circular, /cannot be written as JSON/],
  ["that returns a BigInt", () => ({ id: 1n }), /a value with a BigInt, which JSON does not have/],
  ["that returns one character too many", () => "x".repeat(1024 * 1024 - 1), /of 1\.1 MB of JSON, and at most 1\.0 MB/],
  ["that returns undefined", () => undefined, /has run.*undefined/],
  ["that returns a function", () => () => 1, /of the type function/],
  ["that returns a symbol", () => Symbol("s"), /of the type symbol/],
  ["that returns 20 MB", () => "x".repeat(20 * 1024 * 1024), /of 20\.0 MB of JSON, and at most 1\.0 MB/],
  ["that returns 2,000 levels", deep, /(?:levels|cannot be written as JSON)/],
  ["that returns a Map", () => new Map([["a", 1]]), /a Map, which JSON writes as \{\}/],
  ["that returns a Set within an object", () => ({ names: new Set(["a"]) }), /a Set, which JSON writes as \{\}/],
  ["that returns a list of promises", () => [Promise.resolve(1)], /a Promise, which JSON writes as \{\}/],
  ["that returns a Response", () => new Response("a"), /a Response, which JSON writes as \{\}/],
  ["that returns an Error within an object", () => ({ error: new Error("a") }), /an Error, which JSON writes as \{\}/],
  ["that returns private members", () => new Hidden(), /a Hidden, which JSON writes as \{\}/],
  ["that returns bytes", () => new Uint8Array([1]), /bytes, .*inlineData/],
  ["that returns a Buffer within an object", () => ({ image: Buffer.from("a") }), /bytes, .*inlineData/],
  ["that returns an ArrayBuffer", () => new ArrayBuffer(8), /bytes, .*inlineData/],
  [
    "that returns media with members that no part has",
    () => ({ inlineData: { mimeType: "image/png", data: new Uint8Array([1]) }, caption: "a" }),
    /bytes, .*inlineData/,
  ],
  ["that returns invalid media", () => [{ inlineData: { mimeType: "image/png", data: "" } }], /invalid media/],
];

describe("F76 a function", () => {
  it.each(failing)("%s becomes an error for the model, and the exchange goes on", async (_what, execute, error) => {
    const agent = await startAgent([calls("work"), { text: "I see." }]);
    const work = counted("work", execute);
    const response = await agent.client().generate("canary-question", { tools: [work.tool] });
    expect(response.text).toBe("I see.");
    expect(work.runs).toHaveLength(1);
    expect(agent.responses()).toEqual([{ error: expect.stringMatching(error) }]);
    expect(JSON.stringify(agent.responses())).not.toMatch(/results\.test|file:|node:/);
    expect(response.steps[0]?.results).toMatchObject([
      { name: "work", result: undefined, error: expect.stringMatching(error) },
    ]);
  });

  it("that does not exist gives the model an error that lists those that do", async () => {
    const agent = await startAgent([calls("delete_everything", "work"), { text: "I see." }]);
    const work = counted("work");
    await agent.client().generate("canary-question", { tools: [work.tool] });
    expect(agent.responses()).toEqual([
      { error: expect.stringContaining("The functions are work.") },
      { result: "did undefined" },
    ]);
  });

  it("does not run with invalid arguments, and the model is told what is wrong", async () => {
    const wrong = { functionCall: { name: "book", args: { seats: "two" } } };
    const agent = await startAgent([wrong, { text: "I see." }]);
    const runs: unknown[] = [];
    const book = tool({
      name: "book",
      parameters: { type: "object", properties: { seats: { type: "integer" } }, required: ["seats"] },
      execute: (args) => {
        runs.push(args);
        return "booked";
      },
    });
    await agent.client().generate("canary-question", { tools: [book] });
    expect(runs).toEqual([]);
    expect(agent.responses()).toEqual([{ error: expect.stringMatching(/^The arguments are not valid: .*seats/) }]);
  });
});

class Point {
  readonly x: number;

  constructor(x: number) {
    this.x = x;
  }
}

const returned: readonly (readonly [what: string, value: unknown, sent: object])[] = [
  ["an object", { degrees: 21 }, { degrees: 21 }],
  ["an object with toJSON", new Date(0), { result: "1970-01-01T00:00:00.000Z" }],
  ["a string", "sunny", { result: "sunny" }],
  ["an empty string", "", { result: "" }],
  ["a number", 0, { result: 0 }],
  ["false", false, { result: false }],
  ["null", null, { result: null }],
  ["an array", [1, { a: 2 }], { result: [1, { a: 2 }] }],
  ["texts that only look like parts", [{ text: "a" }], { result: [{ text: "a" }] }],
  ["an empty object", {}, {}],
  ["an object without a prototype", Object.assign(Object.create(null), { a: {} }), { a: {} }],
  ["an object of another realm", runInNewContext("({ a: {} })"), { a: {} }],
  ["an object of a class", new Point(1), { x: 1 }],
  ["an object with __proto__", JSON.parse('{"__proto__":{"polluted":1}}'), JSON.parse('{"__proto__":{"polluted":1}}')],
];

it.each(returned)("%s is sent as the response of the function", async (_what, value, sent) => {
  const agent = await startAgent([calls("work"), { text: "I see." }]);
  await agent.client().generate("canary-question", { tools: [counted("work", () => value).tool] });
  expect(JSON.stringify(agent.responses())).toBe(JSON.stringify([sent]));
});

describe("media in a result", () => {
  const image = [{ text: "A canary-map:" }, { inlineData: { mimeType: "image/png", data: new Uint8Array([1, 2, 3]) } }];

  it.each(ways)("are parts of the result for models that take them, on $way", async (way) => {
    const agent = await startAgent([calls("draw", "draw"), { text: "I see." }], { way });
    await agent.client().generate("canary-question", { tools: [counted("draw", () => image).tool] });
    const part = {
      functionResponse: {
        name: "draw",
        response: { result: "A canary-map:" },
        parts: [{ inlineData: { mimeType: "image/png", data: "AQID" } }],
      },
    };
    expect(agent.lastParts().at(-1)).toMatchObject([part, part]);
  });

  it.each(ways)("F206 a file by its URI stands beside the results, on $way", async (way) => {
    const agent = await startAgent([calls("draw"), { text: "I see." }], { way });
    const file = { fileData: { mimeType: "image/png", fileUri: "https://example.com/canary.png" } };
    const response = await agent.client().generate("canary-question", {
      tools: [counted("draw", () => [...image, file]).tool],
    });
    expect(response.text).toBe("I see.");
    expect(agent.lastParts().at(-1)).toMatchObject([{ functionResponse: { parts: [{ inlineData: {} }] } }, file]);
  });

  it.each(ways)("F362 audio and video, which no result takes, stand beside the results, on $way", async (way) => {
    const agent = await startAgent([calls("record", "record"), { text: "I hear." }], { way });
    const media = ["audio/mpeg", "video/mp4"].map((mimeType) => ({ inlineData: { mimeType, data: "AQID" } }));
    const response = await agent.client().generate("canary-question", {
      tools: [counted("record", () => [...image, ...media]).tool],
    });
    expect(response.text).toBe("I hear.");
    const result = { functionResponse: { parts: [{ inlineData: { mimeType: "image/png" } }] } };
    expect(agent.lastParts().at(-1)).toMatchObject([result, result, ...media, ...media]);
  });

  it("F362 the emulator refuses audio within a result, as Google does", async () => {
    const agent = await startAgent([]);
    const parts = [{ inlineData: { mimeType: "audio/mpeg", data: "AQID" } }];
    const contents = [
      { role: "user", parts: [{ text: "canary" }] },
      { role: "model", parts: [{ functionCall: { name: "work", args: {} } }] },
      { role: "user", parts: [{ functionResponse: { name: "work", response: {}, parts } }] },
    ];
    await expect(agent.client().generate(contents)).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringContaining("mime_type: audio/mpeg is not supported in `function_response.parts`"),
    });
  });

  it("is sent beside the results for older models", async () => {
    const agent = await startAgent([calls("draw", "draw"), { text: "I see." }]);
    const client = agent.client({ model: "gemini-2.5-flash" });
    await client.generate("canary-question", { tools: [counted("draw", () => image[1]).tool] });
    const result = { functionResponse: { name: "draw", response: { result: "1 file attached" } } };
    const media = { inlineData: { mimeType: "image/png", data: "AQID" } };
    expect(agent.lastParts().at(-1)).toMatchObject([result, result, media, media]);
  });
});

it("F75 __proto__ in arguments does not pollute prototypes, and the function gets it as data", async () => {
  const args = JSON.parse('{"input":"a","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
  const agent = await startAgent([{ functionCall: { name: "work", args } }, { text: "I see." }]);
  const seen: object[] = [];
  const work = tool({
    name: "work",
    parameters: { type: "object", properties: { input: { type: "string" } } },
    execute: (given) => {
      seen.push(given);
      return { ...given };
    },
  });
  await agent.client().generate("canary-question", { tools: [work] });
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(Object.getPrototypeOf(seen[0])).toBe(Object.prototype);
  expect((seen[0] as { polluted?: boolean }).polluted).toBeUndefined();
});

it("a function that changes its arguments does not change the conversation", async () => {
  const agent = await startAgent([calls("work(a)"), { text: "I see." }]);
  const chat = agent.client().chat();
  const change = tool({
    name: "work",
    parameters: { type: "object", properties: { input: { type: "string" } } },
    execute: (args) => {
      args.input = "changed";
      return "ok";
    },
  });
  await chat.sendMessage("canary-question", { tools: [change] });
  expect(chat.history[1]?.parts?.[0]?.functionCall?.args).toEqual({ input: "a" });
});
