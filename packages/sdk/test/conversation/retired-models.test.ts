import { describe, expect, it } from "vitest";
import { NOVEMBER, startWatched } from "../client/support/watched.ts";
import { ways } from "../client/support/ways.ts";
import { call, model, result, user } from "./support/scripted.ts";

const PLACEHOLDER = "skip_thought_signature_validator";
/** From then on, Gemini 3 models answer for those of 2.5 on the Gemini API. */
const DECEMBER = Date.UTC(2026, 11, 2);

const weather = { name: "get_weather", description: "weather", parametersJsonSchema: { type: "object" } };
const extraRequest = { tools: [{ functionDeclarations: [weather] }] };
const question = user({ text: "What is the weather? canary" });
const asked = [question, model(call("get_weather")), user(result("get_weather"))];

describe("F352 another model answers under the name of a retired one, in the middle of a conversation", () => {
  it.each(["gemini-2.5-pro", "models/gemini-2.5-flash"])("%s: an unsigned call gets the placeholder", async (name) => {
    const { client, requests } = await startWatched({ model: name, extraRequest }, DECEMBER);
    expect((await client.generate(asked)).text).not.toBe("");
    const chat = client.chat({ history: asked.slice(0, 2) });
    await chat.sendMessage(result("get_weather"));
    for (const { contents } of requests()) expect(contents[1]?.parts[0]?.thoughtSignature).toBe(PLACEHOLDER);
  });

  it("a chat that called a function before that day gets its answer after it", async () => {
    const { emulator, client, requests, clock } = await startWatched({ model: "gemini-2.5-pro", extraRequest });
    emulator.next({ functionCall: { name: "get_weather", args: {} } });
    const chat = client.chat();
    await chat.sendMessage("What is the weather? canary");
    clock.advance(DECEMBER - NOVEMBER);
    expect((await chat.sendMessage(result("get_weather"))).text).not.toBe("");
    // The signature of the retired model is refused first.
    const last = requests().at(-1);
    expect(last?.contents[1]?.parts.at(-1)?.thoughtSignature).toBe(PLACEHOLDER);
  });

  it.each([
    ["before that day", NOVEMBER, ways[0]],
    ["where it is not served under its name", DECEMBER, ways.at(-1)],
  ] as const)("but not %s", async (_, day, way) => {
    const { client, requests } = await startWatched({ model: "gemini-2.5-flash-lite", extraRequest }, day, way);
    await client.generate(asked).catch(() => {});
    expect(requests()[0]?.contents[1]?.parts[0]?.thoughtSignature).toBeUndefined();
  });
});
