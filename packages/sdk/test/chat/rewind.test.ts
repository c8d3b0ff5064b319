import { describe, expect, it } from "vitest";
import type { Content } from "../../src/index.ts";
import { gate, told } from "../client/support/told.ts";
import { start } from "../client/support/ways.ts";
import { call, model, result, user } from "../conversation/support/scripted.ts";

const HISTORY: readonly Content[] = [
  user({ text: "one" }),
  model({ text: "1" }),
  user({ text: "two" }),
  model(call("f")),
  user(result("f")),
  model({ text: "2" }),
  user({ text: "three" }),
  user({ text: "and three" }),
  model({ text: "3" }),
];

describe("rewind()", () => {
  it.each([
    [undefined, 1, 6],
    [1, 1, 6],
    [2, 2, 2],
    [3, 3, 0],
    [4, 3, 0],
    [Number.MAX_SAFE_INTEGER, 3, 0],
  ])("of %s takes %s exchanges back, function calls included", async (turns, taken, left) => {
    const chat = (await start()).client().chat({ history: HISTORY });
    expect(chat.rewind(turns)).toBe(taken);
    expect(chat.history).toEqual(HISTORY.slice(0, left));
  });

  it("keeps what came before the first prompt, and takes nothing from an empty history", async () => {
    const client = (await start()).client();
    const chat = client.chat({ history: [model({ text: "Welcome" }), user({ text: "one" }), model({ text: "1" })] });
    expect([chat.rewind(5), chat.rewind(), chat.history.length]).toEqual([1, 0, 1]);
    expect(client.chat().rewind()).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "1", null])("refuses %s", async (turns) => {
    const chat = (await start()).client().chat({ history: HISTORY });
    expect(() => chat.rewind(turns as number)).toThrow(
      expect.objectContaining({
        code: "invalid_options",
        option: "turns",
        message: expect.stringContaining("argument"),
      }),
    );
    expect(chat.history).toEqual(HISTORY);
  });

  it("continues from there, and earlier snapshots are unchanged", async () => {
    const { requests, ...started } = await start();
    const chat = started.client().chat();
    await chat.sendMessage("Say one");
    await chat.sendMessage("Say two");
    const before = chat.history;
    expect(chat.rewind()).toBe(1);
    await chat.sendMessage("Say three");
    expect(told(chat.history)).toEqual(["Say one", "One", "Say three", "Three"]);
    expect(told(before)).toEqual(["Say one", "One", "Say two", "Two"]);
    expect(told(requests()[2]?.contents ?? [])).toEqual(["Say one", "One", "Say three"]);
  });

  it.each([
    ["a response under way", HISTORY, 1, HISTORY.slice(0, 6)],
    ["the first response, under way", [], 0, []],
  ])("is immediate: %s is delivered and not kept", async (_, history, removed, left) => {
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
    const chat = client().chat({ history });
    const sending = chat.sendMessage("Say one");
    await held.opened;
    expect(chat.rewind()).toBe(removed);
    release.open();
    expect((await sending).text).toBe("One");
    expect(chat.history).toEqual(left);
  });
});
