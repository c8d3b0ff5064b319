import { describe, expect, it } from "vitest";
import type { Contents, Prompt, PromptContent } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

const text = { text: "canary-prompt" };
const user = (...parts: unknown[]) => ({ role: "user", parts });

/** A part as another library has it, and what the remedy shows. */
const PARTS: readonly (readonly [has: string, part: object, form: string])[] = [
  ["type", { type: "text", ...text }, "`{ text: "],
  ["type", { type: "image_url", image_url: { url: "https://canary" } }, "`{ fileData: { fileUri, mimeType } }`"],
  ["type", { type: "image", image: "canary" }, "`{ inlineData: { mimeType: "],
  ["type", { type: "input_text", ...text }, "`{ text: "],
  ["image_url", { image_url: { url: "https://canary" } }, "`{ inlineData: { mimeType: "],
  ["source", { source: { data: "canary" } }, "`{ inlineData: { mimeType: "],
  ["data", { data: "Y2FuYXJ5", mimeType: "image/png" }, "`{ inlineData: { mimeType: "],
  ["data", { data: "Y2FuYXJ5", mediaType: "image/png" }, "`{ inlineData: { mimeType: "],
  ["fileUri", { fileUri: "https://canary", mimeType: "image/png" }, "`{ fileData: { fileUri, mimeType } }`"],
  ["url", { url: "https://canary" }, "`{ fileData: { fileUri, mimeType } }`"],
  ["inline_data", { inline_data: { mime_type: "image/png", data: "Y2FuYXJ5" } }, "`inlineData`"],
  ["function_response", { function_response: { name: "f", response: {} } }, "`functionResponse`"],
  ["media_resolution", { ...text, media_resolution: { level: "MEDIA_RESOLUTION_LOW" } }, "`mediaResolution`"],
  ["Text", { Text: "canary" }, "`text`"],
  ["temperature", { ...text, temperature: 0 }, "`generate(contents, { temperature })`"],
  ["system_prompt", { ...text, system_prompt: "canary" }, "`generate(contents, { systemPrompt })`"],
  ["systemInstruction", { ...text, systemInstruction: "canary" }, "`generate(contents, { systemPrompt })`"],
  ["max_tokens", { ...text, max_tokens: 5 }, "`generate(contents, { maxOutputTokens })`"],
  ["input", { input: "canary" }, "`{ text: "],
  ["content", { content: "canary" }, '`{ role: "user", parts: ['],
  ["author", { author: "canary" }, '`{ role: "user", parts: ['],
  ["lc_kwargs", { content: "canary", lc_kwargs: {}, additional_kwargs: {} }, '`{ role: "user", parts: ['],
  ["kwargs", { lc: 1, type: "constructor", kwargs: { content: "canary" } }, '`{ role: "user", parts: ['],
  ["cache_control", { ...text, cache_control: {} }, "leave it out"],
  ["candidates", { candidates: [], usageMetadata: {} }, "`response.candidates[0].content`"],
  ["__v_isRef", { __v_isRef: true, _value: "canary" }, "`value`"],
  ["textDelta", { type: "content", textDelta: "canary" }, "`(await stream.response()).text`"],
  ["finishReason", { content: user(text), finishReason: "STOP" }, "`response.candidates[0].content`"],
];

describe("F302 a part in the form of another library, or with options, is refused, with Google's form", () => {
  it.each(PARTS)("`%s` in %j", async (has, part, form) => {
    const started = await start();
    const client = started.client();
    const places = [
      ["prompt", () => client.sendMessage(part as Prompt)],
      ["prompt[1]", () => client.generate(["Look:", part as object])],
      ["prompt.parts[0]", () => client.sendMessage(user(part) as Prompt)],
      ["contents[1].parts[1]", () => client.generate([user(text), user(text, part)] as Contents)],
    ] as const;
    for (const [place, call] of places) {
      const error = await failureOf(call());
      expect(error).toMatchObject({ code: "invalid_options", option: place, attempts: 0 });
      expect(error.summary).toBe(`The argument \`${place}\` has \`${has}\`.`);
      expect(error.remedy).toContain(form);
    }
    expect(started.emulator.calls).toEqual([]);
  });

  it.each([{ newerKind: { of: "part" } }, { ...text, labels: {} }, { ...text, timestamp: 5 }])(
    "a member that Google may know is sent: %j",
    async (part) => {
      const started = await start();
      expect((await failureOf(started.client().generate(part as never))).code).toBe("invalid_request");
      expect(started.emulator.calls).toHaveLength(1);
    },
  );

  it.each([
    [{ inlineData: { mime_type: "image/png", data: "AAAA" } }, "inlineData", "mime_type", "mimeType"],
    [{ inlineData: { type: "image/png", data: "AAAA" } }, "inlineData", "type", "mimeType"],
    [{ inlineData: { mimeType: "image/png", bytes: "AAAA" } }, "inlineData", "bytes", "data"],
    [{ fileData: { file_uri: "https://canary" } }, "fileData", "file_uri", "fileUri"],
    [{ functionCall: { name: "f", arguments: {} } }, "functionCall", "arguments", "args"],
    [{ functionResponse: { name: "f", output: {} } }, "functionResponse", "output", "response"],
  ])("%j is refused with the member's name here", async (part, member, wrong, right) => {
    const error = await failureOf((await start()).client().generate(["Look:", part] as Contents));
    expect(error).toMatchObject({ code: "invalid_options", option: `prompt[1].${member}.${wrong}` });
    expect(error.message).toBe(`The argument \`prompt[1].${member}\` has \`${wrong}\`. Did you mean \`${right}\`?`);
  });

  it("the name of an uploaded file is refused with the member to pass", async () => {
    const part = { fileData: { name: "files/canary", mimeType: "image/png" } };
    const error = await failureOf((await start()).client().generate(["Look:", part] as Contents));
    expect(error.message).toBe(
      "The argument `prompt[1].fileData` has `name`. Pass the file's `uri` as `fileUri`: `{ fileUri: file.uri, mimeType }`.",
    );
  });

  it.each<[got: string, part: unknown, option: string]>([
    ["5", { text: 5 }, "prompt[1].text"],
    ["a string", { fileData: "https://canary" }, "prompt[1].fileData"],
    ["undefined", { fileData: { mimeType: "image/png" } }, "prompt[1].fileData.fileUri"],
    ["5", { fileData: { fileUri: 5 } }, "prompt[1].fileData.fileUri"],
    ["a string", { functionCall: { name: "f", args: "canary" } }, "prompt[1].functionCall.args"],
  ])("%s as the data of %j", async (got, part, option) => {
    const error = await failureOf((await start()).client().generate(["Look:", part] as Contents));
    expect(error).toMatchObject({ code: "invalid_options", option });
    expect(error.summary).toBe(`The argument \`${option}\` got ${got}.`);
  });
});

describe("the bytes of a Blob have to be read first", () => {
  it.each([new Blob(["canary"], { type: "image/png" }), new File(["canary"], "canary.png", { type: "image/png" })])(
    "%#",
    async (blob) => {
      const started = await start();
      const client = started.client();
      const asPart = await failureOf(client.generate(["Look:", blob as object]));
      expect(asPart.message).toBe(
        "The argument `prompt[1]` got a Blob. Pass `{ inlineData: { mimeType: blob.type, data: await blob.arrayBuffer() } }`.",
      );
      const asData = await failureOf(client.generate({ inlineData: { mimeType: "image/png", data: blob as never } }));
      expect(asData.message).toBe(
        "The argument `prompt.inlineData.data` got a Blob, whose bytes have to be read first. Pass `await blob.arrayBuffer()`.",
      );
      await client.generate({ inlineData: { mimeType: blob.type, data: await blob.arrayBuffer() } });
      expect(started.emulator.calls).toHaveLength(1);
    },
  );
});

describe("an unknown role is refused, with the right one", () => {
  it.each([
    ["assistant", '"assistant"', '"model"'],
    ["AI", '"AI"', '"model"'],
    ["system", '"system"', "`systemPrompt`"],
    ["developer", '"developer"', "`systemPrompt`"],
    ["tool", '"tool"', "`{ functionResponse: { name, response } }`"],
    ["human", '"human"', '"user"'],
    ["User", '"User"', 'It takes "user" or "model".'],
    ["canary-role", "an unknown role", 'It takes "user" or "model".'],
    [5, "an unknown role", 'It takes "user" or "model".'],
  ])("%s", async (role, shown, instead) => {
    const started = await start();
    const client = started.client();
    const contents = [user(text), { role, parts: [text] }, user(text)] as readonly PromptContent[];
    const inContents = await failureOf(client.generate(contents));
    expect(inContents).toMatchObject({ code: "invalid_options", option: "contents[1].role" });
    expect(inContents.message).toContain(`The argument \`contents[1].role\` got ${shown}. `);
    expect(inContents.message).toContain(instead);
    const inHistory = { option: "history[1].role", message: expect.stringContaining(instead) };
    expect(() => client.chat({ history: contents })).toThrow(expect.objectContaining(inHistory));
    const asContents = { ...inHistory, option: "contents[1].role" };
    expect(() => client.defaultChat.setHistory(contents)).toThrow(expect.objectContaining(asContents));
    expect(() => started.client({ history: contents })).toThrow(expect.objectContaining(inHistory));
    expect(started.emulator.calls).toEqual([]);
  });
});

describe("F302 a content in the form of another library, or with options, is refused, with Google's form", () => {
  it.each([
    [{ role: "user", content: "canary" }, "has `content`.", '`{ role: "user", parts: [{ text: "Hello!" }] }`'],
    [{ role: "user", content: [{ type: "text", ...text }] }, "has `content`.", "parts: ["],
    [{ role: "assistant", tool_calls: [{ id: "canary" }] }, "has `tool_calls`.", "`{ functionCall: { name, args } }`"],
    [{ role: "tool", tool_call_id: "canary", content: "" }, "has `tool_call_id`.", "`{ functionResponse: "],
    [{ ...user(text), model: "canary" }, "has `model`.", "`generate(contents, { model })`"],
    [{ ...user(text), config: {} }, "has `config`.", "`generate(contents, { temperature: 0.2 })`"],
    [{ ...user(text), temperature: 0 }, "has `temperature`.", "`generate(contents, { temperature })`"],
    [{ ...user(text), systemInstruction: "canary" }, "has `systemInstruction`.", "{ systemPrompt })`"],
    [{ ...user(text), id: "canary" }, "has `id`.", "leave out what your storage adds"],
    [{ ...user(text), createdAt: 5 }, "has `createdAt`.", "`role` and `parts` only"],
    [{ ...user(text), timestamp: 5 }, "has `timestamp`.", "`role` and `parts` only"],
    [{ role: "user", message: "canary" }, "has `message`.", "parts: ["],
    [{ role: "user", author: "0", content: "canary" }, "has `content`.", "parts: ["],
    [{ role: "user", part: [text] }, "has no `parts`.", "parts: ["],
    [{ role: "user" }, "has no `parts`.", "parts: ["],
    [{ role: "user", parts: [null] }, ".parts[0]` got null.", "It takes a Part with data"],
    [{ role: "user", parts: [{}] }, ".parts[0]` got an object.", "It takes a Part with data"],
    [{ ...user(text), name: "canary" }, "has `name`.", "`role` and `parts` only"],
    [{ role: "user", parts: "canary" }, ".parts` is not an array.", "parts: ["],
    [{ role: "user", parts: ["canary"] }, ".parts[0]` got a string.", '`{ text: "Hello!" }`'],
  ])("%j", async (content, wrong, form) => {
    const started = await start();
    const client = started.client();
    for (const failure of [
      client.generate(content as Contents),
      client.generate([content] as Contents),
      client.sendMessage(content as Prompt),
    ]) {
      const error = await failureOf(failure);
      expect(error).toMatchObject({ code: "invalid_options", attempts: 0 });
      expect(error.message).toContain(wrong);
      expect(error.message).toContain(form);
    }
    expect(() => client.chat({ history: [content as PromptContent] })).toThrow(wrong);
    expect(started.emulator.calls).toEqual([]);
  });

  it.each([
    [[user(text)], "an array with a Content", "A send takes one turn: pass the Content itself, a string or Parts."],
    [
      [user(text), { role: "model", parts: [text] }, user(text)],
      "an array of 3 Contents",
      "A send takes one turn: pass the Content itself, a string or Parts. Earlier turns belong to the chat: `client.chat({ history })`.",
    ],
  ])("a chat takes one turn: %#", async (contents, got, remedy) => {
    const chat = (await start()).client().chat();
    const error = await failureOf(chat.sendMessage(contents as Prompt));
    expect(error.message).toBe(`The argument \`prompt\` got ${got}. ${remedy}`);
  });

  it("contents and strings do not mix", async () => {
    const error = await failureOf((await start()).client().generate([user(text), "canary"] as Contents));
    expect(error.message).toBe(
      "The argument `prompt[0]` got a Content. An array takes Contents only, or strings and Parts only.",
    );
  });
});

it("F382 a response, stream or chunk in place of a prompt is refused with what to pass", async () => {
  const started = await start();
  const client = started.client();
  const response = await client.generate("canary-prompt");
  for (const [place, prompt] of [
    ["prompt", response],
    ["prompt[1]", ["Shorten:", response]],
  ] as const) {
    const error = await failureOf(client.generate(prompt as never));
    expect(error).toMatchObject({ code: "invalid_options", option: place });
    expect(error.summary).toBe(`The argument \`${place}\` got a response.`);
    expect(error.remedy).toContain("Pass its `text`");
  }
  const stream = client.generateStream("canary-prompt");
  const ofStream = await failureOf(client.generate(stream as never));
  expect(ofStream.summary).toBe("The argument `prompt` got a stream.");
  expect(ofStream.remedy).toContain("`(await stream.response()).text`");
  for await (const chunk of stream) {
    const error = await failureOf(client.chat().sendMessage(chunk as never));
    expect(error.summary).toBe("The argument `prompt` has `textDelta`.");
    expect(error.remedy).toContain("`(await stream.response()).text`");
  }
  expect(started.emulator.calls).toHaveLength(2);
});
