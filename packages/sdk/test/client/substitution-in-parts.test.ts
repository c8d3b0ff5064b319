import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type GeminiEvent, type GeminiOptions, tool, type WarningEvent } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { start } from "./support/ways.ts";

const OTHER = "gemini-2.5-flash";
const ASKED = "gemini-4-argon";

/** One event with these parts, from a model. */
const event = (modelVersion: string, parts: readonly object[], members: object = {}) => ({
  candidates: [{ content: { role: "model", parts }, ...members, index: 0 }],
  modelVersion,
});
const text = (said: string) => [{ text: said }];
const look = [{ functionCall: { name: "look", args: {} }, thoughtSignature: "Y2FuYXJ5" }];
const more = (continuationToken: string) => ({ finishReason: "CONTINUATION", continuationToken });
const stop = { finishReason: "STOP" };

const tools = [tool({ name: "look", description: "Looks", parameters: z.object({}), execute: () => "canary" })];

/** A client whose responses come from these events, one list for each request; and its warnings. */
async function scripted(responses: readonly (readonly object[])[], options: GeminiOptions = {}) {
  const { emulator, client } = await start({ functionResults: "any" });
  emulator.next(responses.map((events) => ({ events })));
  const events: GeminiEvent[] = [];
  const onEvent = (event: GeminiEvent) => void events.push(event);
  const warnings = () => events.filter((one): one is WarningEvent => one.type === "warning").map(({ code }) => code);
  return { client: client({ model: ASKED, retry: false, onEvent, ...options }), warnings };
}

describe("F347 another model responds to one request of several", () => {
  it.each(["generate", "generateStream"] as const)("of a long response, by %s", async (method) => {
    const { client, warnings } = await scripted([
      [event(ASKED, text("One "), more("a"))],
      [event(OTHER, text("two "), more("b"))],
      [event(ASKED, text("three"), stop)],
    ]);
    const response = await (method === "generate"
      ? client.generate("Count")
      : client.generateStream("Count").response());
    expect(response).toMatchObject({ text: "One two three", modelVersion: ASKED });
    expect(warnings()).toEqual(["model_substituted"]);
  });

  it("of an exchange with functions: one warning for each model", async () => {
    const { client, warnings } = await scripted(
      [
        [event(OTHER, look, stop)],
        [event(ASKED, look, stop)],
        [event(OTHER, look, stop)],
        [event("gemini-3.8-flash", look, stop)],
        [event(ASKED, text("Done"), stop)],
      ],
      { tools },
    );
    await client.sendMessage("Look");
    expect(warnings()).toEqual(["model_substituted", "model_substituted"]);
    await client.sendMessage("What is 2 + 2?");
    expect(warnings()).toHaveLength(2);
  });

  it("of an exchange that fails later", async () => {
    const { client, warnings } = await scripted([[event(OTHER, look, stop)], [event(ASKED, text("Cut"))]], { tools });
    await failureOf(client.sendMessageStream("Look").response());
    expect(warnings()).toEqual(["model_substituted"]);
  });
});

describe("F347 another model responds, and the response does not come to its end", () => {
  it("a stream breaks", async () => {
    const { client, warnings } = await scripted([[event(OTHER, text("Cut"))]]);
    await failureOf(client.generateStream("Count").response());
    expect(warnings()).toEqual(["model_substituted"]);
  });

  it("the response is none", async () => {
    const { client, warnings } = await scripted([[event(OTHER, [], stop)]]);
    await failureOf(client.generate("Count"));
    expect(warnings()).toEqual(["model_substituted"]);
  });

  it.each(["break", "cancel", "keepPartial"] as const)("its reader stops it: %s", async (how) => {
    const { client, warnings } = await scripted([[event(OTHER, text("One ")), event(OTHER, text("two"), stop)]]);
    const stream = client.sendMessageStream("Count");
    for await (const _ of stream) {
      if (how === "break") break;
      stream.cancel({ keepPartial: how === "keepPartial" });
    }
    await stream.response().catch(() => {});
    await expect.poll(warnings).toEqual(["model_substituted"]);
  });
});

describe("F347 a response with function calls is cut at the length of one response", () => {
  it("the warning says so, although the exchange goes on", async () => {
    const { client, warnings } = await scripted([[event(ASKED, look, more("a"))], [event(ASKED, text("Done"), stop)]], {
      tools,
      continuation: false,
    });
    const { text: said, truncated } = await client.sendMessage("Look");
    expect([said, truncated]).toEqual(["Done", false]);
    expect(warnings()).toEqual(["response_incomplete"]);
  });
});
