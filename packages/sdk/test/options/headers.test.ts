import { describe, expect, it } from "vitest";
import { version } from "../../src/platform/version.ts";
import { ways } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

describe.each(ways)("headers on $way", ({ way, start }) => {
  it("name this library, and no other client", async () => {
    const { requests, ...started } = await start();
    await started.client().sendMessage("Hello!");
    const headers = requests()[0]?.call.headers ?? {};
    expect(headers["user-agent"]).toMatch(/^gemini-ts\/\S+ \(node\/[\d.]+; \w+-\w+\)$/);
    expect(headers["user-agent"]).toContain(version);
    expect(headers["x-goog-api-client"]).toMatch(/^gemini-ts\/\S+ node\/[\d.]+$/);
  });

  it("include those of the client and of the call, whatever the case of their names", async () => {
    const { requests, ...started } = await start();
    const client = started.client({ headers: { "User-Agent": "mine/1", "X-One": "client", "X-Two": "client" } });
    await client.sendMessage("Hello!", { headers: { "x-two": "call" } });
    await client.sendMessage("Hello!", { headers: null });
    await client.sendMessage("Hello!");
    const [both, none, own] = requests().map(({ call }) => call.headers);
    expect(both).toMatchObject({ "user-agent": "mine/1", "x-one": "client", "x-two": "call" });
    expect(none?.["x-one"]).toBeUndefined();
    expect(none?.["user-agent"]).toMatch(/^gemini-ts/);
    expect(own).toMatchObject({ "x-one": "client", "x-two": "client" });
  });

  it("may not be a Headers or a Map, whose entries would be lost", async () => {
    const { requests, ...started } = await start();
    for (const given of [new Headers({ "x-one": "1" }), new Map([["x-one", "1"]])]) {
      const headers = given as unknown as Record<string, string>;
      const refusal = {
        code: "invalid_options",
        option: "headers",
        message: expect.stringContaining("Object.fromEntries"),
      };
      expect(() => started.client({ headers })).toThrow(expect.objectContaining(refusal));
      expect(await failureOf(started.client().sendMessage("Hello!", { headers }))).toMatchObject(refusal);
    }
    const extraRequest = new Map([["labels", {}]]) as object as Record<string, unknown>;
    expect(() => started.client({ extraRequest })).toThrow("`extraRequest`");
    expect(requests()).toEqual([]);
  });

  it.each([
    [1, "got 1. It takes a string."],
    [undefined, "got undefined. It takes a string: leave out a header without a value."],
  ])("have strings as values, not %s", async (value, problem) => {
    const { requests, ...started } = await start();
    const make = () => started.client({ headers: { "x-one": value as never } });
    expect(make).toThrow(`Option \`headers["x-one"]\` ${problem}`);
    expect(requests()).toEqual([]);
  });

  it("F301 cannot have a key, which is the backend's", async () => {
    const { requests, ...started } = await start();
    const headers = { "x-one": "1", "X-Goog-Api-Key": "fake-of-the-caller" };
    const refusal = {
      code: "invalid_options",
      option: "headers",
      summary: 'Option `headers["X-Goog-Api-Key"]` cannot be set: only the backend may send an API key.',
      remedy: "Pass the key as `apiKey` to the client, or leave this header out.",
    };
    expect(() => started.client({ headers })).toThrow(expect.objectContaining(refusal));
    expect(await failureOf(started.client().generate("canary", { headers }))).toMatchObject(refusal);
    expect(requests()).toEqual([]);
  });

  it("F301 have an `authorization` only beside a key, such as for a gateway", async () => {
    const { requests, ...started } = await start();
    const headers = { Authorization: "Bearer fake-of-the-caller" };
    if (way === "gemini-api") {
      await started.client({ headers }).sendMessage("Say hello");
      expect(started.emulator.calls[0]?.headers).toMatchObject({
        authorization: headers.Authorization,
        "x-goog-api-key": expect.stringMatching(/./),
      });
      return;
    }
    for (const failure of [
      started.client({ headers }).sendMessage("canary"),
      started.client().generate("canary", { headers }),
    ]) {
      expect(await failureOf(failure)).toMatchObject({
        code: "invalid_options",
        option: "headers",
        remedy: expect.stringContaining("vertex({ accessToken })"),
      });
    }
    expect(requests()).toEqual([]);
  });
});
