import { describe, expect, it } from "vitest";
import type { PromptContent } from "../../src/index.ts";
import { ways } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

const image = { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } };
const signed = { text: "", thoughtSignature: "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=" };
const user = (...parts: object[]): PromptContent => ({ role: "user", parts });

describe.each(ways)("F285 empty texts in contents, on $way", ({ start }) => {
  it("are not sent beside other parts", async () => {
    const { emulator, requests, ...started } = await start();
    emulator.on({}, { text: "canary-answer" });
    const client = started.client({ model: "gemini-3.8-flash" });
    const history = [
      user({ text: "" }, { text: "canary-before" }),
      { role: "model", parts: [{ text: "" }, { text: "yes" }] },
    ];
    await client.generate([...history, user(image, { text: "" })]);
    const chat = client.chat({ history });
    await chat.sendMessage(user({ text: "" }, { text: "canary" }));
    chat.setHistory(history);
    await chat.sendMessage("canary");
    const sent = requests().map(({ contents }) => contents.map(({ parts }) => parts));
    const before = [[{ text: "canary-before" }], [{ text: "yes" }]];
    expect(sent).toEqual([
      [...before, [image]],
      [...before, [{ text: "canary" }]],
      [...before, [{ text: "canary" }]],
    ]);
  });

  it("are invalid_options if a content has nothing else, and nothing is sent", async () => {
    const { emulator, ...started } = await start();
    const client = started.client();
    const empty = user({ text: "" }, { text: "" });
    expect(await failureOf(client.generate([user({ text: "canary" }), empty]))).toMatchObject({
      code: "invalid_options",
      option: "contents[1]",
      message: expect.stringContaining("at least one part that has data"),
    });
    expect(await failureOf(client.sendMessage(empty))).toMatchObject({ code: "invalid_options", option: "prompt" });
    expect(() => client.chat({ history: [empty] })).toThrow("`history[0]`");
    expect(emulator.calls.filter(({ operation }) => operation.includes("enerateContent"))).toEqual([]);
  });
});

it("F285 an empty text that holds a signature is sent", async () => {
  const { requests, ...started } = await (ways[0] as (typeof ways)[number]).start();
  await started.client({ model: "gemini-3.8-flash" }).generate([user({ text: "canary" }, signed)]);
  expect(requests()[0]?.contents[0]?.parts).toEqual([{ text: "canary" }, signed]);
});
