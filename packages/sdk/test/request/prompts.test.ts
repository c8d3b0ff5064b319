import { describe, expect, it } from "vitest";
import { type Content, type Contents, type Prompt, tool } from "../../src/index.ts";
import { told } from "../client/support/told.ts";
import { start, ways } from "../client/support/ways.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply } from "../support/replies.ts";

const image = { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } };
const high = { level: "MEDIA_RESOLUTION_HIGH" };
const user = (...parts: object[]) => ({ role: "user", parts });

const PROMPTS: readonly (readonly [what: string, prompt: Prompt, sent: object])[] = [
  ["a text", "Hello!", user({ text: "Hello!" })],
  ["white space", " \n", user({ text: " \n" })],
  ["a part", { text: "Hello!" }, user({ text: "Hello!" })],
  ["an array of texts and parts", ["Look:", image], user({ text: "Look:" }, image)],
  ["a part with its own resolution", [{ ...image, mediaResolution: high }], user({ ...image, mediaResolution: high })],
  ["a Content", { role: "user", parts: [image, { text: "What is it?" }] }, user(image, { text: "What is it?" })],
  ["a Content without a role", { parts: [{ text: "Hello!" }] }, user({ text: "Hello!" })],
];

const BAD: readonly (readonly [what: string, prompt: unknown])[] = [
  ["nothing", undefined],
  ["null", null],
  ["a number", 5],
  ["an empty text", ""],
  ["an empty array", []],
  ["an empty text in an array", ["Hello!", ""]],
  ["an empty part", {}],
  ["a part with an empty text", { text: "" }],
  ["an array in an array", [["Hello!"]]],
  ["null in an array", ["Hello!", null]],
  ["a Content without parts", { role: "user" }],
  ["a Content with no parts in it", { role: "user", parts: [] }],
  ["a Content with a text for a part", { role: "user", parts: ["secret-canary"] }],
  ["a Content among parts", ["secret-canary", { role: "user", parts: [{ text: "secret-canary" }] }]],
  ["a Content without a role among parts", ["secret-canary", { parts: [{ text: "secret-canary" }] }]],
  ["a BigInt within", { functionResponse: { name: "f", response: { value: 5n } } }],
];

describe.each(ways)("prompts on $way", ({ start: startWay }) => {
  it.each(PROMPTS)("%s", async (_what, prompt, sent) => {
    const { requests, ...started } = await startWay();
    const client = started.client();
    await client.sendMessage(prompt);
    await client.generate(prompt);
    expect(requests().map(({ contents }) => contents)).toEqual([[sent], [sent]]);
    expect(client.history[0]).toEqual(sent);
  });

  it("F60 NUL and emoji are sent unchanged", async () => {
    const { requests, ...started } = await startWay();
    const client = started.client();
    const odd = "a\u0000b 🦜 \u2028 </script> \\ \\ud800";
    await client.sendMessage(odd);
    await client.sendMessage([{ text: odd }]);
    expect(requests()[0]?.contents).toEqual([user({ text: odd })]);
    expect(told(client.history.slice(0, 1))).toEqual([odd]);
  });

  it("F359 half of a character is sent as U+FFFD, in prompts, options and results", async () => {
    const { requests, emulator, ...started } = await startWay();
    const [half, whole] = ["canary 🦜".slice(0, -1), "canary \ufffd"];
    const description = `${half} \\\\ud83e`;
    const read = tool({ name: "read", description, execute: () => ({ [half]: [half, "🦜\udc00"] }) });
    const client = started.client({ model: "gemini-3.8-flash", systemPrompt: half, tools: [read] });
    emulator.next([{ functionCall: { name: "read" } }, { text: "Done." }]);
    const chat = client.chat();
    await chat.sendMessage([{ text: half }, { text: `${half}${half}` }]);
    const [first, second] = requests();
    expect(first?.contents).toEqual([user({ text: whole }, { text: `${whole}${whole}` })]);
    expect(first?.systemInstruction).toMatchObject({ parts: [{ text: whole }] });
    expect(first?.tools).toMatchObject([{ functionDeclarations: [{ description: `${whole} \\\\ud83e` }] }]);
    const result = second?.contents.at(-1)?.parts[0]?.functionResponse;
    expect(result).toMatchObject({ response: { [whole]: [whole, "🦜\ufffd"] } });
    await chat.sendMessage(half);
    expect(requests().at(-1)?.contents.at(-1)).toEqual(user({ text: whole }));
  });
});

const boxed = Object("secret-canary") as string;

describe("F326 a text or number in an object, as `new String()` makes, is refused as such", () => {
  it.each([
    ["prompt", boxed, "prompt"],
    ["prompt[1]", ["Hello!", boxed], "prompt[1]"],
    ["prompt", Object(3), "prompt"],
    ["prompt.text", { text: boxed }, "prompt.text"],
    ["prompt.parts[0]", { role: "user", parts: [boxed] }, "prompt.parts[0]"],
  ])("as %s", async (_what, prompt, name) => {
    const started = await start();
    const error = await failureOf(started.client().generate(prompt as Prompt));
    expect(error).toMatchObject({ code: "invalid_options", option: name });
    expect(error.summary).toMatch(/ got an object made by `new (?:String|Number)\(\)`\.$/);
    expect(started.emulator.calls).toEqual([]);
  });

  it.each([
    ["systemPrompt", boxed],
    ["temperature", Object(1)],
    ["includeThoughts", Object(false)],
  ])("as option %s", async (option, value) => {
    const client = (await start()).client();
    const error = await failureOf(client.generate("Hello!", { [option]: value }));
    expect(error.summary).toMatch(/ got an object made by `new (?:String|Number|Boolean)\(\)`\.$/);
  });
});

describe("prompts", () => {
  it.each(BAD)("%s is refused, not quoted, and not sent", async (_what, prompt) => {
    const started = await start();
    const client = started.client();
    const failures = await Promise.all([
      failureOf(client.sendMessage(prompt as Prompt)),
      failureOf(client.generate(prompt as Prompt)),
      failureOf(client.sendMessageStream(prompt as Prompt).response()),
    ]);
    for (const error of failures) {
      expect(error).toMatchObject({ code: "invalid_options", phase: "options" });
      expect(error.message).toMatch(/`prompt[\w.[\]]*`/);
      expect(error.message).not.toContain("secret-canary");
    }
    expect(started.emulator.calls).toEqual([]);
    expect(client.history).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ["a Uint8Array", new TextEncoder().encode("canary-bytes"), "prompt"],
    ["a Buffer in an array", ["Look:", Buffer.from("canary")], "prompt[1]"],
    ["an ArrayBuffer in an array", ["Look:", new ArrayBuffer(3)], "prompt[1]"],
  ])("bytes instead of a part are refused: %s", async (_what, prompt, path) => {
    const started = await start();
    const error = await failureOf(started.client().generate(prompt as Contents));
    expect(error).toMatchObject({ code: "invalid_options", option: path, attempts: 0 });
    expect(error.message).toBe(
      `The argument \`${path}\` got bytes without a media type. Pass \`{ inlineData: { mimeType: "image/png", data } }\`, with the media type of the bytes.`,
    );
    expect(started.emulator.calls).toEqual([]);
  });

  it.each<[unknown, string]>([
    [{ model: "gemini-3.8-flash", contents: "canary" }, "`model` and `contents`"],
    [{ contents: [{ role: "user", parts: [{ text: "canary" }] }] }, "`contents`"],
    [{ model: "gemini-3.8-flash", messages: [{ role: "user", content: "canary" }] }, "`model` and `messages`"],
  ])("%#: one object with contents and options, as other clients accept it, is refused", async (argument, names) => {
    const started = await start();
    const client = started.client();
    for (const failure of [client.generate(argument as Contents), client.sendMessage(argument as Prompt)]) {
      const error = await failureOf(failure);
      expect(error.code).toBe("invalid_options");
      expect(error.message).toBe(
        `The argument \`prompt\` got an object with ${names}. Pass contents first and options second: \`generate(contents, { model })\`.`,
      );
    }
    expect(started.emulator.calls).toEqual([]);
  });

  it("a cycle is refused", async () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const error = await failureOf((await start()).client().sendMessage({ functionCall: { name: "f", args: cycle } }));
    expect(error.message).toContain("no cycles");
  });

  it("a thousand levels are sent, endless nesting is refused", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Fine", "STOP"))));
    const client = clientAt(server.url);
    const nested = (levels: number): unknown => (levels === 0 ? "end" : { deeper: nested(levels - 1) });
    const prompt = (levels: number) => ({ functionResponse: { name: "f", response: { value: nested(levels) } } });
    // Content, parts, part, functionResponse and response are levels too.
    await client.sendMessage(prompt(995));
    expect(JSON.parse(server.requests[0]?.body ?? "").contents[0].parts).toEqual([prompt(995)]);
    const error = await failureOf(client.sendMessage(prompt(996)));
    expect(error).toMatchObject({ code: "invalid_options", attempts: 0 });
    expect(error.message).toContain("1000 levels");
  });

  it("generate() accepts a whole conversation", async () => {
    const { requests, ...started } = await start();
    const contents: Contents = [
      { parts: [{ text: "My name is Alice." }] },
      { role: "model", parts: [{ text: "Hello Alice!" }] },
      { role: "user", parts: [{ text: "What is my name?" }] },
    ];
    expect((await started.client().generate(contents)).text).toBe("Your name is Alice.");
    expect(requests()[0]?.contents.map(({ role }) => role)).toEqual(["user", "model", "user"]);
  });

  it("generate() names an invalid content", async () => {
    const contents = [{ parts: [{ text: "Hello!" }] }, { role: "model", parts: [] }];
    const error = await failureOf((await start()).client().generate(contents));
    expect(error.message).toBe("The argument `contents[1].parts` got an array of 0. It takes at least one part.");
  });
});

it.each([
  ["MEDIA_RESOLUTION_HIGH", ""],
  [{}, ".level"],
  [{ level: 5 }, ".level"],
])("a part's resolution cannot be %j", async (mediaResolution, within) => {
  const started = await start();
  const prompt = ["Look:", { ...image, mediaResolution }] as Prompt;
  expect(await failureOf(started.client().generate(prompt))).toMatchObject({
    code: "invalid_options",
    option: `prompt[1].mediaResolution${within}`,
    message: expect.stringContaining("MEDIA_RESOLUTION_HIGH"),
  });
  expect(started.emulator.calls).toEqual([]);
});

describe("F190 objects that cannot be read, and arrays with holes", () => {
  const throws = (name: string, rest: object = {}) =>
    Object.defineProperty({ ...rest }, name, {
      enumerable: true,
      get() {
        throw new TypeError("secret canary");
      },
    });
  const proxy = () => {
    const { proxy: gone, revoke } = Proxy.revocable({}, {});
    revoke();
    return gone;
  };
  const user = (...parts: unknown[]) => ({ role: "user", parts });

  it.each<[string, unknown]>([
    ["a getter of a part", user(throws("text"))],
    ["a getter of a content", throws("role", user({ text: "canary" }))],
    ["a getter of an unknown member", user(throws("other", { text: "canary" }))],
    ["a getter in a result", user({ functionResponse: { name: "f", response: throws("a") } })],
    ["a proxy that was revoked", user(proxy())],
    ["a proxy for a content", proxy()],
    ["a content that is missing", undefined],
  ])("%s is invalid_options, and nothing is sent", async (_, content) => {
    const started = await start();
    const client = started.client();
    const contents = new Array(2) as Content[];
    contents[0] = { role: "user", parts: [{ text: "canary" }] };
    if (content !== undefined) contents[1] = content as Content;
    const calls = [client.generate(contents), client.generateStream(contents).response()];
    for (const call of content === undefined ? calls : [...calls, client.sendMessage(content as Content)]) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: "invalid_options", phase: "options" });
      expect(error.message).not.toContain("canary");
    }
    expect(() => client.chat({ history: contents })).toThrow(expect.objectContaining({ code: "invalid_options" }));
    expect(started.emulator.calls).toEqual([]);
  });

  it("holes in a prompt are named", async () => {
    const pieces = ["canary", "canary", "canary"];
    delete pieces[1];
    const error = await failureOf((await start()).client().generate(pieces));
    expect(error).toMatchObject({ code: "invalid_options", option: "prompt[1]" });
  });

  it("a role that is null counts as missing, as Google reads it", async () => {
    const started = await start();
    await started.client().generate([{ role: null, parts: [{ text: "canary" }] } as unknown as Content]);
    expect(started.requests()[0]?.contents[0]?.role).toBe("user");
  });
});
