import { describe, expect, it } from "vitest";
import type { CallOptions, Content, GeminiEvent, Part } from "../../src/index.ts";
import { type Started, start, ways } from "../client/support/ways.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { jsonReply } from "../support/replies.ts";
import { call, model, result, scripted, user } from "./support/scripted.ts";

const PLACEHOLDER = "skip_thought_signature_validator";
const SIGNATURE = "ZmFrZS1zaWduYXR1cmU=";
const FOREIGN = "Zm9yZWlnbi1zaWduYXR1cmU=";
const fine: Part = { text: "Fine. canary" };
const question = user({ text: "Weather? canary" });
const signed = (part: Part, thoughtSignature = SIGNATURE): Part => ({ ...part, thoughtSignature });

const weather = {
  name: "get_weather",
  description: "weather of a city",
  parameters: { type: "OBJECT", properties: { city: { type: "STRING" } }, required: ["city"] },
};
const extraRequest = { tools: [{ functionDeclarations: [weather] }] };

/** Asks a question that the model answers with a call, and returns the prompt with its result. */
async function calledBy(chat: ReturnType<ReturnType<Started["client"]>["chat"]>, options: CallOptions): Promise<Part> {
  const answer = await chat.sendMessage("What is the weather in Paris?", options);
  const calls = answer.candidates[0]?.content?.parts?.flatMap(({ functionCall }) => functionCall ?? []) ?? [];
  expect(calls).toMatchObject([{ name: "get_weather" }]);
  const [{ id, name = "" } = {}] = calls;
  return { functionResponse: { ...(id === undefined ? {} : { id }), name, response: { output: "sunny" } } };
}

describe.each(ways)("F101 function calling continues with another model on $way", ({ start: startWay }) => {
  it.each([
    ["gemini-2.5-flash", "gemini-3-flash"],
    ["gemini-3-flash", "gemini-3.5-flash-lite"],
    ["gemini-3-flash", "gemini-2.5-flash"],
    ["gemini-2.5-flash", "gemini-4-argon"],
  ])("%s, then %s, and back", async (first, second) => {
    const { requests, ...started } = await startWay({ now: () => Date.UTC(2026, 9, 15) });
    const chat = started.client({ extraRequest }).chat();
    const prompt = await calledBy(chat, { model: first });
    await chat.sendMessage(prompt, { model: second });
    await chat.sendMessage("Thanks canary", { model: second });
    await chat.sendMessage("Thanks canary", { model: first });
    const placeholders = requests().map(({ contents }) => JSON.stringify(contents).includes(PLACEHOLDER));
    expect(placeholders).toEqual([false, second !== "gemini-2.5-flash", false, false]);
  });
});

/** What a model gets of contents: each part by its signature. */
async function signaturesSent(contents: readonly Content[], options: CallOptions): Promise<unknown[][]> {
  const { client, sent } = await scripted([[fine]], options);
  await client.generate(contents);
  return (sent()[0] ?? []).map(({ parts = [] }) => parts.map(({ thoughtSignature }) => thoughtSignature));
}

describe("F101 the placeholder for a signature", () => {
  const running = [
    user({ text: "Before canary" }),
    model(call("f")),
    user(result("f")),
    model(fine),
    question,
    model({ text: "I look." }, call("f"), call("g")),
    user(result("f"), result("g")),
    model(signed(call("h")), call("f")),
    user(result("h"), result("f")),
    model(call("f")),
    user(result("f")),
  ];
  const none = undefined;

  it.each(["gemini-3-flash", "models/gemini-3.8-flash", "gemini-4-neon", "gemini-5-flash", "gemini-flash-latest"])(
    "is on the first call of each model turn of the current exchange, for %s",
    async (name) => {
      expect(await signaturesSent(running, { model: name })).toEqual([
        [none],
        [none],
        [none],
        [none],
        [none],
        [none, PLACEHOLDER, none],
        [none, none],
        [SIGNATURE, none],
        [none, none],
        [PLACEHOLDER],
        [none],
      ]);
    },
  );

  it.each(["gemini-2.5-pro", "gemini-2.0-flash", "gemma-3-27b-it", "tunedModels/own", "models/gemini-2.5-flash"])(
    "is not for %s",
    async (name) => {
      const sent = await signaturesSent(running, { model: name });
      expect(sent.flat().filter((signature) => signature !== undefined)).toEqual([SIGNATURE]);
    },
  );

  it("is gone when the user asks the next question", async () => {
    const { client, sent } = await scripted([[fine]], { model: "gemini-3-flash" });
    const chat = client.chat({ history: running.slice(0, -1) });
    await chat.sendMessage(result("f"));
    await chat.sendMessage("And canary?");
    await chat.sendMessage("And then? canary");
    expect(sent().map((contents) => JSON.stringify(contents).includes(PLACEHOLDER))).toEqual([true, false, false]);
  });

  it("signs a call that its own model left unsigned, also in a prompt with text and results", async () => {
    const { client, sent } = await scripted([[call("f")], [call("g")], [fine]], { model: "gemini-3-flash" });
    await client.sendMessage("Weather? canary");
    await client.sendMessage([result("f"), "quickly, canary"]);
    await client.sendMessage("And canary?");
    for (const contents of sent().slice(1)) expect(contents[1]?.parts?.[0]?.thoughtSignature).toBe(PLACEHOLDER);
  });

  it("never replaces a signature of the model, whichever of its names is used", async () => {
    const { client, sent } = await scripted([[signed(call("f"))], [fine]], { model: "gemini-3-flash" });
    const chat = client.chat();
    await chat.sendMessage("Weather? canary");
    await chat.sendMessage(result("f"), { model: "models/gemini-3-flash" });
    expect(sent()[1]?.[1]?.parts).toEqual([signed(call("f"))]);
  });
});

describe("F102 signatures in the caller's contents that Google refuses as corrupted", () => {
  /** A conversation whose signatures are those of another model, as plain JSON. */
  async function foreignContents(): Promise<{ started: Started; contents: Content[]; events: GeminiEvent[] }> {
    const started = await start();
    const chat = started.client({ extraRequest }).chat();
    const prompt = await calledBy(chat, { model: "gemini-3-flash" });
    const contents = JSON.parse(JSON.stringify([...chat.history, { role: "user", parts: [prompt] }])) as Content[];
    return { started, contents, events: [] };
  }

  it("are left out in one more request, with a warning", async () => {
    const { started, contents, events } = await foreignContents();
    const client = started.client({
      model: "gemini-4-argon",
      extraRequest,
      onEvent: (event) => void events.push(event),
    });
    await client.generate(contents);
    await client.generateStream(contents).response();
    const sent = started
      .requests()
      .slice(1)
      .map((request) => JSON.stringify(request.contents));
    expect(sent.map((text) => text.includes(PLACEHOLDER))).toEqual([false, true, false, true]);
    const warnings = events.filter((event) => event.type === "warning");
    expect(warnings).toMatchObject([{ code: "signatures_dropped" }, { code: "signatures_dropped" }]);
  });

  it("are left out of the chat's later requests, but still go to their own model", async () => {
    const { started, contents, events } = await foreignContents();
    const chat = started
      .client({ model: "gemini-2.5-flash-lite", extraRequest, onEvent: (event) => void events.push(event) })
      .chat({ history: contents.slice(0, -1) });
    await chat.sendMessage(contents.at(-1) ?? "");
    await chat.sendMessage("And canary?");
    await chat.sendMessage("And canary?", { model: "gemini-3-flash" });
    expect(started.requests()).toHaveLength(5);
    expect(events.filter((event) => event.type === "warning")).toHaveLength(1);
    const signature = contents[1]?.parts?.find(({ thoughtSignature }) => thoughtSignature)?.thoughtSignature ?? "none";
    const sent = started
      .requests()
      .slice(1)
      .map((request) => JSON.stringify(request.contents).includes(signature));
    expect(sent).toEqual([true, false, false, true]);
  });

  it("are left out once only: a second refusal is thrown, and so is one of a request without signatures", async () => {
    const { emulator, ...started } = await start();
    emulator.on(
      {},
      {
        status: 400,
        body: { error: { code: 400, status: "INVALID_ARGUMENT", message: "Corrupted thought signature." } },
      },
    );
    const client = started.client({ retry: true });
    const unsigned = await failureOf(client.generate("Hello canary"));
    expect(unsigned).toMatchObject({ code: "invalid_request", attempts: 1 });
    const error = await failureOf(client.generate([question, model(signed(fine, FOREIGN)), question]));
    expect(error).toMatchObject({ code: "invalid_request", attempts: 2 });
  });
});

describe.each(ways)("F354 signatures that another service made are not base64, on $way", ({ start: startWay }) => {
  it.each(["sig:1", '{"id":"rs_1"}', "not base64"])("%j: they are left out, with a warning", async (foreign) => {
    const events: GeminiEvent[] = [];
    const { client, requests } = await startWay();
    const onEvent = (event: GeminiEvent) => void events.push(event);
    const history = [question, model(signed(call("f"), foreign)), user(result("f")), model(signed(fine, foreign))];
    const chat = client({ model: "gemini-3-flash", onEvent }).chat({ history });
    expect((await chat.sendMessage("What is 2 + 2?")).text).toBe("2 + 2 = 4.");
    await chat.sendMessageStream("And canary?").response();
    expect(requests().map(({ contents }) => JSON.stringify(contents).includes(JSON.stringify(foreign)))).toEqual([
      true,
      false,
      false,
    ]);
    const warnings = events.filter((event) => event.type === "warning").map(({ code }) => code);
    expect(warnings).toEqual(["signatures_dropped"]);
  });
});

describe("F102 chats that share turns with signatures that Google refuses", () => {
  const history = [question, model(signed(fine, FOREIGN))];
  const refused = { error: { code: 400, status: "INVALID_ARGUMENT", message: "Corrupted thought signature." } };
  const overloaded = { error: { code: 503, status: "UNAVAILABLE", message: "The model is overloaded." } };
  const answered = { candidates: [{ content: { role: "model", parts: [fine] }, finishReason: "STOP" }] };

  /** A chat of a server that refuses the foreign signature; the first `failures` requests fail with 503. */
  async function chatWith({ failures = 0, heldBack = 0 }) {
    const held: (() => void)[] = [];
    const server = await startRawServer(({ body, index, socket }) => {
      const reply = () => {
        if (index < failures) socket.write(jsonReply(overloaded, 503));
        else if (body.includes(FOREIGN)) socket.write(jsonReply(refused, 400));
        else socket.write(jsonReply(answered));
      };
      held.push(reply);
      // Held back until all of them have arrived.
      if (held.length >= heldBack) for (const one of held.splice(0)) one();
    });
    const events: GeminiEvent[] = [];
    const client = clientAt(server.url, {
      model: "gemini-2.5-flash-lite",
      onEvent: (event) => void events.push(event),
    });
    const warnings = () => events.filter((event) => event.type === "warning").map(({ code }) => code);
    return { chat: client.chat({ history }), warnings, requests: server.requests };
  }

  it("are each retried once if both sent them at the same time", async () => {
    const { chat, warnings, requests } = await chatWith({ heldBack: 2 });
    const fork = chat.fork();
    const answers = await Promise.all([chat.sendMessage("One canary"), fork.sendMessage("Two canary")]);
    expect(answers.map(({ text }) => text)).toEqual([fine.text, fine.text]);
    expect(requests).toHaveLength(4);
    expect(warnings()).toEqual(["signatures_dropped", "signatures_dropped"]);
  });

  it("are retried once by a fork that joined its turns before the other chat was refused", async () => {
    const { chat, requests } = await chatWith({ failures: 1 });
    expect(await failureOf(chat.sendMessage("One canary"))).toMatchObject({ code: "model_overloaded" });
    const fork = chat.fork();
    await chat.sendMessage("One canary");
    expect((await fork.sendMessage("Two canary")).text).toBe(fine.text);
    expect(requests).toHaveLength(5);
  });

  it("are not retried if the refused request had no signatures", async () => {
    const { chat, requests } = await chatWith({});
    await chat.sendMessage("One canary");
    const error = await failureOf(chat.sendMessage(`Two canary ${FOREIGN}`));
    expect(error).toMatchObject({ code: "invalid_request", attempts: 1 });
    expect(requests).toHaveLength(3);
  });
});

describe("F103 ids of function calls", () => {
  const ids = (contents: unknown): string[] =>
    [...JSON.stringify(contents).matchAll(/"id":"([^"]+)"/g)].map(([, id = ""]) => id);

  it("go back to the backend that issued them, and to no other", async () => {
    const { client, sent } = await scripted([[call("f", "id1")], [fine]]);
    const chat = client.chat();
    await chat.sendMessage("Weather? canary");
    await chat.sendMessage(result("f", "id1"));
    expect(ids(sent()[1])).toEqual(["id1", "id1"]);
    for (const way of ways) {
      const { requests, ...started } = await way.start();
      await started.client().chat({ history: chat.history }).sendMessage("And canary?");
      expect([way.way, ids(requests()[0]?.contents)]).toEqual([
        way.way,
        way.way === "gemini-api" ? ["id1", "id1"] : [],
      ]);
    }
  });

  it("are sent if their issuer is unknown, but not to Vertex AI, which accepts only its own", async () => {
    const contents = [question, model(call("f", "id1")), user(result("f", "id1"))];
    for (const way of ways) {
      const { requests, ...started } = await way.start();
      await started.client().generate(contents);
      expect([way.way, ids(requests()[0]?.contents)]).toEqual([way.way, way.way === "vertex" ? [] : ["id1", "id1"]]);
    }
  });

  it("are left out of a result if its call has none", async () => {
    const { client, sent } = await scripted([[call("f")], [fine]]);
    await client.sendMessage("Weather? canary");
    await client.sendMessage(result("f", "own-id"));
    expect(sent()[1]?.[2]).toEqual(user(result("f")));
  });
});
