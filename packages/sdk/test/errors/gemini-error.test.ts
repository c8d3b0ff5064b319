import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { GeminiClient, GeminiError, type GeminiErrorInit, isGeminiError, vertex } from "../../src/index.ts";
import { clientAt, collect, failureOf } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, jsonReply, lastChunk, streamHead } from "../support/replies.ts";

const init = {
  code: "rate_limited",
  phase: "reply",
  summary: "Too many requests.",
  remedy: "Wait.",
  status: 429,
  retryAfterMs: 5,
  partial: { text: "canary-answer", thinking: "", candidates: [] },
  raw: "canary-raw",
} as const;

describe("what an error shows", () => {
  const shown = (error: unknown) =>
    [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), String(error)].join("\n");

  test("printing it shows neither partial nor raw", () => {
    const error = new GeminiError(init);
    expect([error.partial?.text, error.raw]).toEqual(["canary-answer", "canary-raw"]);
    expect(shown(error)).not.toContain("canary");
    expect(shown(error)).toContain("rate_limited");
    expect(shown(error.with({ attempts: 2 }))).not.toContain("canary");
    expect({ ...error }).not.toHaveProperty("raw");
    expect(structuredClone({ ...error })).toMatchObject({ code: "rate_limited", status: 429 });
  });

  test("says everything once, and lists only what is known", () => {
    const error = new GeminiError(init);
    expect(inspect(error).match(/Too many requests/g)).toHaveLength(1);
    expect(inspect(error)).not.toMatch(/undefined|links/);
    expect(error.links).toEqual([]);
    expect(error.traceId).toBeUndefined();
  });

  test("as JSON it keeps its message and its fields", () => {
    expect(JSON.parse(JSON.stringify(new GeminiError(init)))).toEqual({
      name: "GeminiError",
      message: "Too many requests. Wait.",
      code: "rate_limited",
      group: "capacity",
      phase: "reply",
      attempts: 0,
      retryable: true,
      status: 429,
      retryAfterMs: 5,
    });
  });

  test("no key, prompt, header or answer is in the errors of real calls", async () => {
    const options = { systemPrompt: "canary-system", headers: { "x-own": "canary-header" } };
    const scripts: readonly (string | Uint8Array)[] = [
      jsonReply({ error: { code: 500, message: "Internal." } }, 500),
      jsonReply({ error: { code: 429, message: "Slow down." }, echo: "canary-echo" }, 429),
      "",
      "canary is no HTTP\r\n\r\n",
      jsonReply("canary-text"),
      `${streamHead()}${chunk(event(answer("canary-answer")))}${lastChunk}`,
      `${streamHead()}${chunk(event(answer("canary-answer")))}${chunk("data: {canary\n\n")}${lastChunk}`,
      `${streamHead()}${chunk(event(answer("canary-answer")))}`,
      `${streamHead()}${chunk(event({ promptFeedback: { blockReason: "SAFETY" } }))}${lastChunk}`,
    ];
    for (const script of scripts) {
      const server = await startRawServer(({ socket }) => socket.end(script));
      const client = clientAt(server.url, options);
      const errors = [
        await failureOf(client.generate("canary-prompt")),
        (await collect(client.sendMessageStream("canary-prompt"))).error,
      ];
      for (const error of errors) {
        expect(isGeminiError(error)).toBe(true);
        expect(shown(error)).not.toContain("canary");
      }
    }
  });
});

describe("the fields of an error", () => {
  test("the message says what failed and what to do", () => {
    const error = new GeminiError(init);
    expect(error.message).toBe("Too many requests. Wait.");
    expect(error.name).toBe("GeminiError");
    expect(error).toBeInstanceOf(Error);
    expect("cause" in error).toBe(false);
  });

  test("`with()` keeps everything else, the stack and the hidden members included", () => {
    const reason = new Error("the caller's");
    const error = new GeminiError({ ...init, cause: reason });
    const more = error.with({ attempts: 3, traceId: "fake-trace" });
    expect(more).toMatchObject({ ...init, attempts: 3, traceId: "fake-trace" });
    expect([more.cause, more.stack, more.message]).toEqual([reason, error.stack, error.message]);
    expect([error.attempts, error.traceId]).toEqual([0, undefined]);
    expect("cause" in new GeminiError(init).with({ attempts: 1 })).toBe(false);
    expect(new GeminiError({ ...init, cause: undefined }).with({})).toHaveProperty("cause", undefined);
  });
});

describe("F305 an error that a program or a test makes", () => {
  test("needs a code and a summary, and has the defaults of the rest", () => {
    const error: unknown = new GeminiError({ code: "rate_limited", summary: "Too many requests." });
    expect(isGeminiError(error, "rate_limited")).toBe(true);
    expect(error).toMatchObject({
      name: "GeminiError",
      message: "Too many requests.",
      remedy: "",
      group: "capacity",
      phase: "reply",
      retryable: true,
      attempts: 0,
      links: [],
      partial: undefined,
      raw: undefined,
      http: undefined,
    });
  });

  test("can have every other field", () => {
    const partial = { text: "canary-answer", thinking: "", candidates: [] };
    const http = { status: 429, headers: {}, requestId: undefined };
    const fields = {
      summary: "No.",
      remedy: "Wait.",
      phase: "token",
      attempts: 2,
      retryAfterMs: 5,
      partial,
      http,
    } as const;
    const error = new GeminiError({ ...fields, code: "quota_exhausted", cause: "a cause" });
    expect(error).toMatchObject({ ...fields, message: "No. Wait.", retryable: false, cause: "a cause" });
  });

  test("has a stack that begins where it was made", () => {
    const [, frame] = new GeminiError({ code: "aborted", summary: "Stopped." }).stack?.split("\n") ?? [];
    expect(frame).toContain("gemini-error.test.ts");
  });

  test.each<[unknown, string]>([
    ["canary-boom", "It got a string."],
    [undefined, "It got undefined."],
    [new Error("canary-boom"), "`code` got undefined."],
    [{}, "`code` got undefined."],
    [{ code: "rate_limit", summary: "x" }, '`code` got "rate_limit", which is not a code.'],
    [{ code: "toString", summary: "x" }, '`code` got "toString", which is not a code.'],
    [{ code: "canary boom", summary: "x" }, "`code` got a string."],
    [{ code: "aborted", message: "canary-boom" }, "`summary` got undefined."],
    [{ code: "aborted", summary: "x", remedy: 5 }, "`remedy` got 5."],
    [{ code: "aborted", summary: "x", phase: null }, "`phase` got null."],
  ])("cannot be made of %o", (init, problem) => {
    const make = () => new GeminiError(init as GeminiErrorInit);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`new GeminiError() failed. ${problem} It takes an object`);
    expect(make).not.toThrow("canary");
  });

  test("F333 can be made of another error, whose members are getters", () => {
    const http = { status: 429, headers: {}, requestId: undefined };
    const partial = { text: "canary-answer", thinking: "", candidates: [] };
    const fields = {
      code: "quota_exhausted",
      summary: "No.",
      remedy: "Wait.",
      attempts: 2,
      model: "m",
      raw: "{}",
    } as const;
    const first = new GeminiError({ ...fields, http, partial, cause: "a cause" });
    const copy = new GeminiError(first);
    expect(copy).toMatchObject({ ...fields, http, partial, message: "No. Wait.", cause: "a cause" });
    expect(copy.toJSON()).toEqual(first.toJSON());
    expect("cause" in new GeminiError(copy.with({ cause: undefined }))).toBe(true);
    expect("cause" in new GeminiError(new GeminiError(init))).toBe(false);
  });

  test("F333 can be made of an object of a class with getters", () => {
    class Refusal {
      get code() {
        return "permission_denied" as const;
      }
      get summary() {
        return "The vault is locked.";
      }
      get status() {
        return 403;
      }
    }
    expect(new GeminiError(new Refusal())).toMatchObject({
      code: "permission_denied",
      message: "The vault is locked.",
      status: 403,
    });
  });

  test("reaches the caller if a function of the program throws it", async () => {
    const thrown = new GeminiError({ code: "permission_denied", summary: "The vault is locked.", phase: "token" });
    const client = new GeminiClient({
      backend: vertex({
        project: "a-project",
        accessToken: () => {
          throw thrown;
        },
      }),
    });
    const error = await failureOf(client.generate("canary-prompt"));
    expect(error).toMatchObject({ code: "permission_denied", message: "The vault is locked.", attempts: 0 });
  });
});

describe("isGeminiError", () => {
  test("knows an error of another copy of the package, and its codes", async () => {
    const path = "../../src/errors/gemini-error.ts?copy";
    const copy = (await import(/* @vite-ignore */ path)) as { GeminiError: typeof GeminiError };
    const foreign: unknown = new copy.GeminiError(init);
    expect(foreign).not.toBeInstanceOf(GeminiError);
    expect(isGeminiError(foreign)).toBe(true);
    expect(isGeminiError(foreign, "rate_limited")).toBe(true);
    expect(isGeminiError(foreign, "timeout", "rate_limited")).toBe(true);
    expect(isGeminiError(foreign, "timeout")).toBe(false);
  });

  test.each([null, undefined, "rate_limited", 5, {}, { code: "rate_limited" }, new Error("x"), () => {}])(
    "is false for %o",
    (value) => {
      expect(isGeminiError(value)).toBe(false);
    },
  );
});
