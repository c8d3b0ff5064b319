import { describe, expect, it } from "vitest";
import type { Content } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { model, result, scripted, user, verdictOn } from "./support/scripted.ts";

const SIGNATURE = "ZmFrZS1zaWduYXR1cmU=";
const text = { text: "Hi. canary" };
const read = { functionCall: { name: "read", args: { path: null } } };
const image = { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } };

const CASES: readonly (readonly [what: string, parts: readonly unknown[], kept: readonly object[]])[] = [
  ["members that are null", [{ ...text, functionCall: null, thought: null, thoughtSignature: null }], [text]],
  ["a part of nulls", [text, { text: null, inlineData: null }], [text]],
  ["an id that is a number", [{ functionCall: { id: 7, ...read.functionCall } }], [read]],
  ["a word on how a call came", [{ functionCall: { ...read.functionCall, willContinue: false } }], [read]],
  ["nulls within data", [{ functionCall: { id: null, ...read.functionCall } }], [read]],
  ["arguments that are null", [{ functionCall: { name: "read", args: null } }], [{ functionCall: { name: "read" } }]],
  ["text and a call in one part", [{ ...text, ...read }], [text, read]],
  ["a call and text in one part", [{ ...read, ...text }], [read, text]],
  [
    "three kinds of data, signed",
    [{ ...text, ...read, ...image, thoughtSignature: SIGNATURE }],
    [text, { ...read, thoughtSignature: SIGNATURE }, image],
  ],
  ["a call with an empty text", [{ text: "", ...read }], [read]],
  [
    "a thought and a call in one part",
    [text, { ...text, thought: true, ...read }],
    [text, { ...text, thought: true }, read],
  ],
  [
    "a signature alone behind text",
    [text, { thoughtSignature: SIGNATURE }],
    [text, { text: "", thoughtSignature: SIGNATURE }],
  ],
  [
    "a signature beside null",
    [text, { text: null, thoughtSignature: SIGNATURE }],
    [text, { text: "", thoughtSignature: SIGNATURE }],
  ],
  ["a signature that is empty", [{ ...text, thoughtSignature: "" }], [text]],
  ["an empty call beside text", [{ ...text, functionCall: {} }], [text]],
  ["media without bytes", [text, { inlineData: { mimeType: "image/png" } }], [text]],
  ["media with null for bytes", [text, { inlineData: { mimeType: "image/png", data: null } }], [text]],
  ["media without a type", [text, { inlineData: { data: "AAAA" } }], [text]],
  ["a file without an address", [text, { fileData: { mimeType: "image/png" } }], [text]],
  ["code without source", [text, { executableCode: { language: "PYTHON" } }], [text]],
  ["video metadata alone", [text, { videoMetadata: {} }], [text]],
  ["a thought flag alone", [text, { thought: true }], [text]],
  ["text that is a number", [text, { text: 5 }], [text]],
  [
    "texts that nulls kept apart",
    ["One ", "two"].map((word) => ({ text: word, inlineData: null })),
    [{ text: "One two" }],
  ],
];

describe("F97 an answer that Google would not accept in the history", () => {
  it.each(CASES)("%s: the next message can be sent", async (_what, parts, kept) => {
    const { client, sent } = await scripted([parts, [text]]);
    const response = await client.sendMessage("Hello canary");
    expect(client.history).toEqual([user({ text: "Hello canary" }), model(...kept)]);
    expect(response.raw).toMatchObject([{ candidates: [{ content: { parts } }] }]);
    const calls = kept.some((part) => "functionCall" in part);
    await client.sendMessage(calls ? result("read") : "And canary?");
    expect(await verdictOn(sent()[1])).toBe("accepted");
  });

  it("is not kept at all if nothing of it can be, and neither is its prompt", async () => {
    const { client, sent } = await scripted([[{ functionCall: {} }], [text]]);
    await client.sendMessage("Hello canary").catch(() => undefined);
    expect(client.history).toEqual([]);
    await client.sendMessage("Again canary");
    expect(sent().at(-1)).toEqual([user({ text: "Again canary" })]);
  });

  it("keeps members that this version does not know", async () => {
    const parts = [{ ...text, novel: { a: 1 } }, { novelData: { b: 2 } }];
    const { client, sent } = await scripted([parts, [text]]);
    await client.sendMessage("Hello canary");
    await client.sendMessage("And canary?");
    expect(sent()[1]?.[1]).toEqual({ role: "model", parts });
  });

  it("is repaired in the caller's history too", async () => {
    const { client, sent } = await scripted([[text]]);
    const nulls = { text: "Hi. canary", functionCall: null } as object;
    const given = model(nulls, { functionCall: {}, thoughtSignature: SIGNATURE });
    const chat = client.chat({ history: [user({ text: "Hello canary" }), given] });
    await chat.sendMessage("And canary?");
    expect(sent()[0]?.[1]).toEqual(model(text, { text: "", thoughtSignature: SIGNATURE }));
    expect(await verdictOn(sent()[0])).toBe("accepted");
  });

  it("names the caller's content of which nothing can be sent", async () => {
    const { client, sent } = await scripted([[text]]);
    const contents = [user({ text: "Hello canary" }), model({ videoMetadata: {} })] as Content[];
    const error = await failureOf(client.generate([...contents, user({ text: "And canary?" })]));
    expect(error).toMatchObject({ code: "invalid_options", option: "contents[1]" });
    expect(sent()).toEqual([]);
  });
});
