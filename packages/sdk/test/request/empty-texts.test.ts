import { describe, expect, it } from "vitest";
import type { Prompt, PromptContent } from "../../src/index.ts";
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

  it("are sent as they are if a content has nothing else, and Google decides", async () => {
    const { emulator, requests, ...started } = await start();
    emulator.on({}, { text: "canary-answer" });
    const client = started.client();
    const empty = user({ text: "" }, { text: "" });
    const history = [empty, { role: "model", parts: [{ text: "" }] }];
    const results = [
      await client.generate([...history, user({ text: "canary" })]).catch(String),
      await client.chat({ history }).sendMessage("canary").catch(String),
    ];
    const sent = [...history, user({ text: "canary" })];
    expect(requests().map(({ contents }) => contents)).toEqual([sent, sent]);
    const isVertex = emulator.calls.some(({ backend }) => backend === "vertex");
    const refused = expect.stringMatching(
      /empty text parameter.*Leave out the content whose only parts are empty texts/,
    );
    const answered = expect.objectContaining({ text: "canary-answer" });
    expect(results).toEqual(isVertex ? [refused, refused] : [answered, answered]);
  });

  it.each<[string, Prompt]>([
    ["an empty string", ""],
    ["empty texts", ["", { text: "" }]],
    ["a part", { text: "" }],
    ["a content", user({ text: "" }, { text: "" })],
  ])("are invalid_options as a whole prompt, and nothing is sent: %s", async (_name, prompt) => {
    const { emulator, ...started } = await start();
    const client = started.client();
    for (const call of [client.generate(prompt), client.sendMessage(prompt)]) {
      expect(await failureOf(call)).toMatchObject({
        code: "invalid_options",
        option: "prompt",
        message: expect.stringContaining("The argument `prompt` contains only empty text. It takes a string"),
      });
    }
    expect(emulator.calls.filter(({ operation }) => operation.includes("enerateContent"))).toEqual([]);
  });
});

it("F285 an empty text that holds a signature is sent", async () => {
  const { requests, ...started } = await (ways[0] as (typeof ways)[number]).start();
  await started.client({ model: "gemini-3.8-flash" }).generate([user({ text: "canary" }, signed)]);
  expect(requests()[0]?.contents[0]?.parts).toEqual([{ text: "canary" }, signed]);
});
