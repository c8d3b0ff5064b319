import { describe, expect, it } from "vitest";
import type { Content, Part, Prompt } from "../../src/index.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { call, model, result, scripted, user, verdictOn } from "./support/scripted.ts";

const question = user({ text: "Weather? canary" });
const more = user({ text: "And canary?" });
const fine: Part = { text: "Fine. canary" };

const OPEN: readonly (readonly [what: string, contents: readonly Content[], at: number, names: readonly string[]])[] = [
  ["without any result", [question, model(call("f", "id1")), more, model(fine)], 1, ["f (id id1)"]],
  [
    "followed by another answer",
    [question, model(call("f")), user(result("f")), model(call("g")), more, model(fine)],
    3,
    ["g"],
  ],
  ["with one result of two", [question, model(call("f"), call("g")), user(result("g")), model(fine)], 1, ["f"]],
  [
    "with one result for two of a name",
    [question, model(call("f"), call("f")), user(result("f")), model(fine)],
    1,
    ["f"],
  ],
  ["with the result of another function", [question, model(call("f")), user(result("g")), model(fine)], 1, ["f"]],
  [
    "in the second of two contents of the model",
    [question, model(fine), model(call("f")), more, model(fine)],
    2,
    ["f"],
  ],
  ["before a prompt at the end", [question, model(call("f", "id1")), more], 1, ["f (id id1)"]],
];

describe("F99 function calls without results in contents from elsewhere", () => {
  it.each(OPEN)("%s are named before anything is sent", async (_what, contents, at, names) => {
    const { client, sent } = await scripted([[fine]]);
    const chat = client.chat({ history: [question, model(fine)] });
    const failures = [
      [`contents[${at}]`, await failureOf(client.generate(contents))],
      [
        `history[${at}]`,
        await failureOf(Promise.resolve().then(() => client.chat({ history: contents }).sendMessage("?"))),
      ],
      [`contents[${at}]`, await failureOf(Promise.resolve().then(() => chat.setHistory(contents)))],
    ] as const;
    for (const [option, error] of failures) {
      expect(error).toMatchObject({ code: "invalid_options", phase: "options", option });
      for (const name of names) expect(error.message).toContain(name);
      expect(error.message).not.toContain("canary");
    }
    expect(chat.history).toEqual([question, model(fine)]);
    expect(sent()).toEqual([]);
  });

  it("are refused at the end of contents, which no prompt follows", async () => {
    const { client, sent } = await scripted([[fine]]);
    const error = await failureOf(client.generate([question, model(call("f", "id1"))]));
    expect(error).toMatchObject({ code: "invalid_options", option: "contents[1]" });
    expect(error.message).toContain("f (id id1)");
    expect(sent()).toEqual([]);
  });

  it("are accepted at the end of a history, and the prompt must contain the results", async () => {
    const { client, sent, warnings } = await scripted([[fine]]);
    const chat = client.chat({ history: [question, model(call("f", "id1"), call("g"))] });
    for (const prompt of ["And canary?", result("f", "id1"), [result("f", "id1"), "And canary?"]] satisfies Prompt[]) {
      const error = await failureOf(chat.sendMessage(prompt));
      expect(error).toMatchObject({ code: "invalid_options", option: "prompt", attempts: 0 });
      expect(error.message).toContain("g");
    }
    expect(sent()).toEqual([]);
    await chat.sendMessage([result("f", "id1"), result("g")]);
    expect(await verdictOn(sent()[0])).toBe("accepted");
    expect(warnings()).toEqual([]);
  });

  it("may have their results in several contents, in any order, with foreign ids", async () => {
    const { client, sent } = await scripted([[fine]]);
    const calls = model(call("f", "id1"), call("f", "id2"), call("g", "id3"));
    await client.generate([
      question,
      calls,
      user(result("g", "x")),
      user(result("f", "id2"), result("f", "id1")),
      model(fine),
      more,
    ]);
    expect(sent()).toHaveLength(1);
  });
});

const MISSING: readonly (readonly [what: string, calls: readonly Part[], prompt: Prompt, sent: readonly unknown[]])[] =
  [
    ["one call", [call("f", "id1")], "And canary?", [["f", "id1", "error"], "text"]],
    ["one call without an id", [call("f")], { text: "And canary?" }, [["f", undefined, "error"], "text"]],
    ["two calls", [call("f"), call("g")], more, [["f", undefined, "error"], ["g", undefined, "error"], "text"]],
    [
      "the first of two",
      [call("f"), call("g")],
      [result("g"), "And canary?"],
      [["f", undefined, "error"], ["g", undefined, "output"], "text"],
    ],
    [
      "the second of two",
      [call("f"), call("g")],
      ["And canary?", result("f")],
      [["f", undefined, "output"], ["g", undefined, "error"], "text"],
    ],
    [
      "the second of a name",
      [call("f"), call("f")],
      [result("f")],
      [
        ["f", undefined, "output"],
        ["f", undefined, "error"],
      ],
    ],
    [
      "one of two by its id",
      [call("f", "id1"), call("f", "id2")],
      [result("f", "id2")],
      [
        ["f", "id1", "error"],
        ["f", "id2", "output"],
      ],
    ],
  ];

describe("F100 a prompt without the results of the calls before it", () => {
  it.each(MISSING)("gets an error for each: %s", async (_what, calls, prompt, parts) => {
    const { client, sent, warnings } = await scripted([calls, [fine]]);
    const chat = client.chat();
    await chat.sendMessage("Weather? canary");
    await chat.sendMessage(prompt);
    const shown = sent()[1]?.[2]?.parts?.map(({ functionResponse: one, text }) =>
      one ? [one.name, one.id, Object.keys(one.response ?? {})[0]] : text && "text",
    );
    expect(shown).toEqual(parts);
    expect(await verdictOn(sent()[1])).toBe("accepted");
    expect(chat.history.slice(0, 3)).toEqual(sent()[1]);
    expect(warnings()).toMatchObject([
      { code: "function_results_added", message: expect.stringContaining("functionResponse") },
    ]);
    await chat.sendMessage("And then? canary");
    expect(warnings()).toHaveLength(1);
  });

  it("is sent unchanged if it contains them", async () => {
    const { client, sent, warnings } = await scripted([[call("f"), call("g")], [fine]]);
    await client.sendMessage("Weather? canary");
    await client.sendMessage([result("g"), result("f")]);
    expect(sent()[1]?.[2]).toEqual(user(result("g"), result("f")));
    expect(warnings()).toEqual([]);
  });

  it("is repaired in a fork, and in a history of our own that was put back", async () => {
    const { client, sent } = await scripted([[call("f")], [fine]]);
    const chat = client.chat();
    await chat.sendMessage("Weather? canary");
    const other = client.chat({ history: chat.history });
    await chat.fork().sendMessage("And canary?");
    await other.sendMessage("And canary?");
    chat.setHistory(chat.history);
    await chat.sendMessage("And canary?");
    for (const contents of sent().slice(1)) expect(await verdictOn(contents)).toBe("accepted");
    expect(sent()).toHaveLength(4);
  });

  it("leaves the history as it was if the call fails, and is repaired again", async () => {
    const server = await startRawServer(({ socket, index }) => {
      const parts = index === 0 ? [call("f")] : [fine];
      const body = JSON.stringify({ candidates: [{ content: { role: "model", parts }, finishReason: "STOP" }] });
      const status = index === 1 ? "500 Status" : "200 OK";
      socket.write(
        `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
    });
    const chat = clientAt(server.url).chat();
    await chat.sendMessage("Weather? canary");
    await failureOf(chat.sendMessage("And canary?"));
    expect(chat.history).toHaveLength(2);
    await chat.sendMessage("And canary?");
    expect(server.requests[2]?.body).toBe(server.requests[1]?.body);
    expect(chat.history).toHaveLength(4);
  });
});

describe("F138 calls of one turn with the same id", () => {
  const twice = [
    question,
    model(call("f", "id1"), call("g", "id1")),
    user(result("f", "id1"), result("g", "id1")),
    more,
  ];

  it("are sent without it, with their results in order, since Google refuses them", async () => {
    expect(await verdictOn(twice)).toBe("Request contains an invalid argument.");
    const { client, sent } = await scripted([[fine]]);
    await client.generate(twice);
    expect(await verdictOn(sent()[0])).toBe("accepted");
    expect(sent()[0]).toEqual([question, model(call("f"), call("g")), user(result("f"), result("g")), more]);
  });

  it("keep it in the history, and other turns keep theirs", async () => {
    const { client, sent } = await scripted([[call("f", "id1"), call("g", "id1")], [call("f", "id1")], [fine]]);
    const chat = client.chat();
    await chat.sendMessage("canary");
    await chat.sendMessage([result("f", "id1"), result("g", "id1")]);
    await chat.sendMessage(result("f", "id1"));
    const ids = JSON.stringify(sent()[2]?.slice(-2)).match(/id1/g);
    expect([ids?.length, JSON.stringify(sent()[1]).includes("id1")]).toEqual([2, false]);
    expect(chat.history[1]).toEqual(model(call("f", "id1"), call("g", "id1")));
    expect(await verdictOn(sent()[2])).toBe("accepted");
  });
});
