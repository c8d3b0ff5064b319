import { describe, expect, it } from "vitest";
import type { Content } from "../../src/index.ts";
import { gate, told } from "../client/support/told.ts";
import { start, ways } from "../client/support/ways.ts";
import { clientAt, failureOf, thrownBy } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply } from "../support/replies.ts";

const ALICE: readonly Content[] = [
  { role: "user", parts: [{ text: "My name is Alice." }] },
  { role: "model", parts: [{ text: "Hello Alice!" }] },
];

describe.each(ways)("a chat on $way", ({ start }) => {
  it("has its own history, separate from that of the client's default chat", async () => {
    const client = (await start()).client();
    const alice = client.chat({ history: ALICE });
    const bob = client.chat();
    await bob.sendMessage("My name is Bob.");
    await client.sendMessage("My name is Carol.");
    const question = "What is my name?";
    const responses = [
      await alice.sendMessage(question),
      await bob.sendMessage(question),
      await client.sendMessage(question),
    ];
    expect(responses.map(({ text }) => text)).toEqual([
      expect.stringContaining("Alice"),
      expect.stringContaining("Bob"),
      expect.stringContaining("Carol"),
    ]);
    expect([alice.history.length, bob.history.length, client.history.length]).toEqual([4, 4, 4]);
  });

  it("streams, and its history has the whole exchange when the loop ends", async () => {
    const chat = (await start()).client().chat();
    let text = "";
    for await (const chunk of chat.sendMessageStream("Count from 1 to 3")) text += chunk.textDelta;
    expect(text).toBe("1, 2, 3");
    expect(told(chat.history)).toEqual(["Count from 1 to 3", "1, 2, 3"]);
  });
});

describe("options of a chat", () => {
  it("override the client's, and are overridden by the call's", async () => {
    const { requests, ...started } = await start();
    const models = { client: "gemini-3.5-flash-lite", chat: "gemini-3.8-flash" };
    const client = started.client({ model: models.client, systemPrompt: "client", topP: 0.1, topK: 1, seed: 1 });
    const chat = client.chat({ systemPrompt: "chat", topP: 0.2, model: models.chat });
    await chat.sendMessage("Hello!", { systemPrompt: "call" });
    await chat.sendMessage("Hello!");
    await client.sendMessage("Hello!");
    const sent = requests().map(({ model, systemInstruction, generationConfig }) => ({
      model,
      system: (systemInstruction as Content).parts?.[0]?.text,
      topP: generationConfig.topP,
      topK: generationConfig.topK,
    }));
    expect(sent).toEqual([
      { model: models.chat, system: "call", topP: 0.2, topK: 1 },
      { model: models.chat, system: "chat", topP: 0.2, topK: 1 },
      { model: models.client, system: "client", topP: 0.1, topK: 1 },
    ]);
  });

  it("are not sent if a call says null, and inherit if it says undefined", async () => {
    const { requests, ...started } = await start();
    const chat = started.client({ topP: 0.1, topK: 1 }).chat({ topP: null, seed: 2 });
    await chat.sendMessage("Hello!", { seed: null, topK: undefined });
    expect(requests()[0]?.generationConfig).toMatchObject({ topK: 1 });
    expect(requests()[0]?.generationConfig).not.toHaveProperty("topP");
    expect(requests()[0]?.generationConfig).not.toHaveProperty("seed");
  });

  it("include headers and retries, merged member by member", async () => {
    const { emulator, requests, ...started } = await start();
    const client = started.client({ headers: { "x-a": "client", "x-b": "client" }, retry: { maxAttempts: 2 } });
    const chat = client.chat({ headers: { "X-B": "chat", "x-c": "chat" }, retry: { initialDelayMs: 1 } });
    emulator.next({ error: "overloaded" });
    await chat.sendMessage("Hello!", { headers: { "x-c": "call" } });
    expect(requests()).toHaveLength(2);
    expect(requests()[1]?.call.headers).toMatchObject({ "x-a": "client", "x-b": "chat", "x-c": "call" });
  });

  it("include a signal, which ends only the chat's calls", async () => {
    const client = (await start()).client();
    const controller = new AbortController();
    const chat = client.chat({ signal: controller.signal });
    controller.abort("left");
    expect(await failureOf(chat.sendMessage("Hello!"))).toMatchObject({ code: "aborted", cause: "left" });
    expect((await chat.sendMessage("Say one", { signal: null })).text).toBe("One");
    expect((await client.sendMessage("Say two")).text).toBe("Two");
  });

  it("are copied, so that later changes to the caller's object have no effect", async () => {
    const { requests, ...started } = await start();
    const labels = { team: "one" };
    const options = { systemPrompt: "first", stopSequences: ["A"], labels };
    const chat = started.client().chat({ systemPrompt: options.systemPrompt, stopSequences: options.stopSequences });
    options.stopSequences.push("B");
    await chat.sendMessage("Hello!");
    expect(requests()[0]?.generationConfig.stopSequences).toEqual(["A"]);
  });

  it.each([
    ["an unknown option", { temprature: 1 }, "Did you mean `temperature`?"],
    ["an option of the client", { backend: "vertex" }, "Pass it to the client"],
    ["a value out of range", { temperature: 3 }, "temperature"],
    ["a history that is not an array", { history: "Hello!" }, "an array of Content"],
    ["a content without parts", { history: [{ role: "user", parts: [] }] }, "history[0]"],
  ])("reject %s", async (_case, options, message) => {
    const client = (await start()).client();
    const refused = expect.objectContaining({ code: "invalid_options", message: expect.stringContaining(message) });
    expect(() => client.chat(options as object)).toThrow(refused);
    expect(() => client.chat().fork(options as object)).toThrow(refused);
  });
});

describe("the history of a chat", () => {
  it("can be replaced; invalid contents are rejected and change nothing", async () => {
    const { requests, ...started } = await start();
    const chat = started.client().chat();
    await chat.sendMessage("Say one");
    chat.setHistory(ALICE);
    expect(told(chat.history)).toEqual(["My name is Alice.", "Hello Alice!"]);
    expect(() => chat.setHistory([{ role: "user", parts: [] }])).toThrow(
      expect.objectContaining({ code: "invalid_options", message: expect.stringContaining("contents[0]") }),
    );
    expect((await chat.sendMessage("What is my name?")).text).toContain("Alice");
    expect(requests()[1]?.contents).toHaveLength(3);
    chat.clearHistory();
    expect(chat.history).toEqual([]);
  });

  it.each([undefined, null, 5, "canary", {}, { history: ALICE }])("is not replaced by %j", async (contents) => {
    const chat = (await start()).client().chat({ history: ALICE });
    const error = thrownBy(() => chat.setHistory(contents as never));
    expect(error).toMatchObject({ code: "invalid_options", option: "contents" });
    expect(error.message).toMatch(/^The argument `contents` got .*\. It takes an array of Content\.$/);
    expect(chat.history).toEqual(ALICE);
  });

  it("keeps thought signatures valid if a part of a snapshot is put back, but only for the model that created them", async () => {
    const { requests, ...started } = await start();
    const chat = started.client({ thinkingBudget: 1024 }).chat();
    await chat.sendMessage("Say one");
    await chat.sendMessage("Say two");
    const signed = chat.history[3]?.parts?.find(({ thoughtSignature }) => thoughtSignature !== undefined);
    expect(signed).toBeDefined();
    chat.setHistory(chat.history.slice(2));
    await chat.sendMessage("Say three");
    expect(JSON.stringify(requests()[2]?.contents)).toContain(signed?.thoughtSignature);
    await chat.sendMessage("Say four", { model: "gemini-3.8-flash" });
    expect(JSON.stringify(requests()[3]?.contents)).not.toContain(signed?.thoughtSignature);
  });

  it("does not get a response that was in progress when it was replaced", async () => {
    const held = gate();
    const release = gate();
    const { client } = await start({
      intercept: {
        request: async () => {
          held.open();
          await release.opened;
          return undefined;
        },
      },
    });
    const chat = client().chat();
    const sending = chat.sendMessage("Say one");
    await held.opened;
    chat.setHistory(ALICE);
    release.open();
    expect((await sending).text).toBe("One");
    expect(told(chat.history)).toEqual(["My name is Alice.", "Hello Alice!"]);
  });
});

describe("fork() of a chat", () => {
  it("continues independently, with the chat's history and options", async () => {
    const { requests, ...started } = await start();
    const chat = started.client().chat({ history: ALICE, seed: 1 });
    const fork = chat.fork();
    await fork.sendMessage("What is my name?");
    expect([chat.history.length, fork.history.length]).toEqual([2, 4]);
    expect(requests()[0]?.generationConfig.seed).toBe(1);
  });

  it("accepts other options and another history", async () => {
    const { requests, ...started } = await start();
    const chat = started.client({ topP: 0.1 }).chat({ history: ALICE, seed: 1, topK: 1 });
    const fork = chat.fork({ history: [], seed: 2 });
    await fork.sendMessage("Hello!");
    expect(requests()[0]?.contents).toHaveLength(1);
    expect(requests()[0]?.generationConfig).toMatchObject({ seed: 2, topK: 1, topP: 0.1 });
    expect(chat.history).toHaveLength(2);
  });
});

describe("chats of one client", () => {
  it("the client's methods are those of its defaultChat", async () => {
    const client = (await start()).client();
    await client.sendMessage("Say one");
    await client.sendMessageStream("Say two").response();
    expect(client.history).toBe(client.defaultChat.history);
    expect(told(client.defaultChat.history)).toEqual(["Say one", "One", "Say two", "Two"]);
    client.clearHistory();
    expect(client.defaultChat.history).toEqual([]);
  });

  it("100 chats used in sequence open one connection", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Hello", "STOP"))));
    const client = clientAt(server.url);
    for (let index = 0; index < 100; index += 1) {
      expect((await client.chat({ history: ALICE }).sendMessage("Hello!")).text).toBe("Hello");
    }
    expect(server.requests).toHaveLength(100);
    expect(server.sockets).toHaveLength(1);
  });

  it("each has its own queue, so that a waiting chat does not delay another", async () => {
    const release = gate();
    const { client: makeClient } = await start({
      intercept: {
        request: async (call) => {
          if (JSON.stringify(call.body).includes("Say held")) await release.opened;
          return undefined;
        },
      },
    });
    const client = makeClient();
    const held = client.chat().sendMessage("Say held");
    expect((await client.chat().sendMessage("Say other")).text).toBe("Other");
    release.open();
    expect((await held).text).toBe("Held");
  });

  it("a send from inside the loop over a chat's stream is refused on that chat, and works on another", async () => {
    const client = (await start()).steppedClient();
    const chat = client.chat();
    for await (const _ of chat.sendMessageStream("Count from 1 to 2")) {
      expect(await failureOf(chat.sendMessage("Say one"))).toMatchObject({ code: "conversation_busy" });
      expect((await client.chat().sendMessage("Say two")).text).toBe("Two");
    }
    expect(chat.history).toHaveLength(2);
  });

  it("close() of the client ends the calls of its chats, and no chat starts another", async () => {
    const held = gate();
    const { client: makeClient } = await start({
      intercept: {
        request: async () => {
          held.open();
          await new Promise(() => {});
          return undefined;
        },
      },
    });
    const client = makeClient();
    const chat = client.chat();
    const running = failureOf(chat.sendMessage("Hello!"));
    await held.opened;
    await client.close();
    expect(await running).toMatchObject({ code: "client_closed" });
    expect(await failureOf(chat.sendMessage("Hello!"))).toMatchObject({ code: "client_closed" });
    expect(await failureOf(chat.sendMessageStream("Hello!").response())).toMatchObject({ code: "client_closed" });
    expect(() => client.chat()).toThrow(expect.objectContaining({ code: "client_closed" }));
    expect(() => chat.fork()).toThrow(expect.objectContaining({ code: "client_closed" }));
  });
});
