import { describe, expect, it } from "vitest";
import { ways } from "../client/support/ways.ts";
import { calls, counted, startAgent } from "../features/tools/support/agent.ts";
import { failureOf } from "../support/clients.ts";
import { errorFor } from "./support/error-for.ts";

describe.each(ways)("F286 a history that was cut behind a prompt, on $way", (way) => {
  it("is refused with a remedy that says where to cut, and a cut there is accepted", async () => {
    const agent = await startAgent([calls("look"), { text: "canary-found" }, { text: "canary-next" }], { way });
    const chat = agent.client({ tools: [counted("look").tool] }).chat();
    await chat.sendMessage("canary-first");
    await chat.sendMessage("canary-second");
    const { history } = chat;
    for (const start of [1, 2]) {
      chat.setHistory(history.slice(start));
      expect(await failureOf(chat.sendMessage("canary"))).toMatchObject({
        code: "invalid_request",
        remedy: expect.stringMatching(/message of the user.*cut a long history before .*`role: "user"` and a `text`/),
      });
    }
    const cut = history.findLastIndex(({ role, parts }) => role === "user" && parts?.some(({ text }) => text));
    chat.setHistory(history.slice(cut));
    await chat.sendMessage("canary");
  });
});

it.each([
  "Please ensure that function response turn comes immediately after a function call turn.",
  "Please ensure that multiturn requests alternate between user and model.",
])("F286 Google's words are known: %s", (message) => {
  expect(errorFor(400, { message }).remedy).toContain("Start the contents with a message of the user");
});

describe.each(ways)("F286 a history that another program stored has results twice, on $way", ({ start }) => {
  it("is refused with a remedy that says so, and is accepted without them", async () => {
    const { client } = await start();
    const call = { functionCall: { name: "look", args: {} } };
    const result = { functionResponse: { name: "look", response: { found: "canary" } } };
    const historyWith = (...results: object[]) => [
      { role: "user", parts: [{ text: "canary" }] },
      { role: "model", parts: [call] },
      { role: "user", parts: results },
      { role: "model", parts: [{ text: "canary" }] },
    ];
    const chat = client().chat({ history: historyWith(result, result) });
    expect(await failureOf(chat.sendMessage("canary"))).toMatchObject({
      code: "invalid_request",
      remedy: expect.stringContaining("leave out results that appear twice"),
    });
    chat.setHistory(historyWith(result));
    await chat.sendMessage("canary");
  });
});
