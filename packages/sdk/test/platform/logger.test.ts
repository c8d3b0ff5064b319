import { describe, expect, test, vi } from "vitest";
import type { GeminiEvent, GeminiOptions, Logger } from "../../src/index.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply } from "../support/replies.ts";

const overloaded = jsonReply(
  { error: { code: 503, status: "UNAVAILABLE", message: "The model is overloaded.\nWait." } },
  503,
);
/** Google stopped at the length of one response. */
const endless = jsonReply(answer("canary-answer", "CONTINUATION"));
const hello = jsonReply(answer("canary-answer", "STOP"));

/** A logger that keeps its lines as `level: line`. */
function keepingLogger() {
  const lines: string[] = [];
  const at = (level: string) => (line: string) => lines.push(`${level}: ${line.replaceAll(/\d+/g, "1")}`);
  const logger: Logger = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  return { lines, logger };
}

/** A client and what it prints to standard error; the server refuses the first request. */
async function startClient(options: GeminiOptions, level?: string) {
  const server = await startRawServer(({ socket, index }) => socket.write(index === 0 ? overloaded : hello));
  const printed: string[] = [];
  const platform = testPlatform({
    clock: new ManualClock(),
    environment: level === undefined ? {} : { GEMINI_TS_LOG: level },
    writeToStderr: (line) => printed.push(line),
  });
  return { client: clientAt(server.url, options, platform), printed, url: server.url };
}

const both = async ({ client }: Awaited<ReturnType<typeof startClient>>) => {
  await failureOf(client.generate("canary-prompt"));
  await client.generate("canary-prompt");
};

describe("the option logger", () => {
  test("gets one readable line per event, each at its level", async () => {
    const { lines, logger } = keepingLogger();
    const started = await startClient({ logger });
    await both(started);
    const url = "http://1.1.1.1:1/v1beta/models/gemini-1.1-flash-lite:generateContent";
    const asked = "generateContent on gemini-api (gemini-1.1-flash-lite)";
    expect(lines).toEqual([
      `info: gemini-ts info: call 1: ${asked} started`,
      `debug: gemini-ts debug: call 1: generateContent attempt 1, POST ${url}`,
      "debug: gemini-ts debug: call 1: generateContent attempt 1, response 1 after 1 ms",
      expect.stringMatching(
        /^warn: gemini-ts warn: call 1: .* failed after 1 ms, 1 attempt: model_overloaded \(1\): .*The model is overloaded\. Wait\./,
      ),
      `info: gemini-ts info: call 1: ${asked} started`,
      `debug: gemini-ts debug: call 1: generateContent attempt 1, POST ${url}`,
      "debug: gemini-ts debug: call 1: generateContent attempt 1, response 1 after 1 ms",
      `info: gemini-ts info: call 1: ${asked} ended after 1 ms, 1 attempt, STOP, tokens: 1 prompt, 1 answer`,
    ]);
    expect(lines.join("")).not.toMatch(/canary|\n/);
    expect(started.printed).toEqual([]);
  });

  test("gets the tokens of thinking beside those of the answer", async () => {
    const { lines, logger } = keepingLogger();
    const usageMetadata = { promptTokenCount: 7, candidatesTokenCount: 8, thoughtsTokenCount: 9 };
    const server = await startRawServer(({ socket }) => {
      socket.write(jsonReply({ ...answer("canary-answer", "STOP"), usageMetadata }));
    });
    await clientAt(server.url, { logger }).generate("canary-prompt");
    expect(lines.at(-1)).toMatch(/, STOP, tokens: 1 prompt, 1 answer, 1 thinking$/);
  });

  test("gets retries, fallbacks and warnings as warn", async () => {
    const { lines, logger } = keepingLogger();
    const retry = { maxAttempts: 2, initialDelayMs: 1 };
    const server = await startRawServer(({ socket, index }) => socket.write(index < 2 ? overloaded : endless));
    await clientAt(server.url, { logger, retry, fallbackModels: ["gemini-3.8-flash"] }).generate("Hi");
    const warnings = lines.filter((line) => line.startsWith("warn: "));
    expect(warnings).toEqual([
      expect.stringMatching(/failed with model_overloaded \(1\), attempt 1 in 1 ms$/),
      expect.stringMatching(/falls back from gemini-1\.1-flash-lite to gemini-1\.1-flash \(model_overloaded\)$/),
      expect.stringMatching(/^warn: gemini-ts warn: response_incomplete: /),
    ]);
  });

  test("need not have all levels: error replaces warn", async () => {
    const lines: string[] = [];
    await both(await startClient({ logger: { error: (line) => lines.push(line) } }));
    expect(lines).toEqual([expect.stringContaining("failed after")]);
  });

  test("never breaks a call, whether it throws or rejects, and onEvent gets its events nevertheless", async () => {
    const events: GeminiEvent[] = [];
    const logger: Logger = {
      debug: () => {
        throw new Error("full disk");
      },
      info: () => Promise.reject(new Error("full disk")),
    };
    await both(await startClient({ logger, onEvent: (event) => events.push(event) }));
    expect(events).toHaveLength(8);
  });

  test("gets no warning if the caller aborts", async () => {
    const { lines, logger } = keepingLogger();
    const server = await startRawServer(() => {});
    const controller = new AbortController();
    const failing = failureOf(clientAt(server.url, { logger, signal: controller.signal }).generate("Hi"));
    await server.received(1);
    controller.abort();
    await failing;
    expect(lines.at(-1)).toMatch(/^info: gemini-ts info: .*failed after .*aborted/);
  });
});

describe("the variable GEMINI_TS_LOG", () => {
  test.each([
    ["debug", 8],
    ["DEBUG", 8],
    ["info", 4],
    ["warn", 1],
    ["off", 0],
    ["", 0],
    [" ", 0],
    ["info ", 4],
    ['"info"', 4],
    ["'debug' ", 8],
    ["warning", 1],
    ["Silent", 0],
    ["false", 0],
    ["0", 0],
    ["undefined", 0],
    ["null", 0],
  ])("F380 %j prints %i lines to standard error", async (level, count) => {
    const started = await startClient({}, level);
    await both(started);
    expect(started.printed).toHaveLength(count);
    for (const line of started.printed) expect(line).toMatch(/^2026-01-01T00:00:00\.000Z gemini-ts \w+: call /);
  });

  test.each([
    ["warn", 1],
    ["off", 0],
    ["silent", 0],
    ['"off"', 0],
    ["undefined", 8],
    ["verbose", 9],
  ])("%j limits the logger to %i lines, and nothing is printed", async (level, count) => {
    const { lines, logger } = keepingLogger();
    const started = await startClient({ logger }, level);
    await both(started);
    expect([lines.length, started.printed.length]).toEqual([count, 0]);
  });

  test("is ignored if the option logger is null", async () => {
    const started = await startClient({ logger: null }, "debug");
    await both(started);
    expect(started.printed).toEqual([]);
  });

  test("with an unknown value is a warning, once, that does not quote it", async () => {
    const events: GeminiEvent[] = [];
    const started = await startClient({ onEvent: (event) => events.push(event) }, "canary-value");
    await both(started);
    expect(started.printed).toEqual([
      expect.stringMatching(/ warn: .*`GEMINI_TS_LOG` has an unknown value,.* debug, info, warn or off\.$/),
    ]);
    const warnings = events.filter(({ type }) => type === "warning");
    expect(warnings).toEqual([expect.objectContaining({ type: "warning", code: "log_level_unknown" })]);
  });
});

test("F311 an unknown value of GEMINI_TS_LOG is shown if it is short, and printed once for all clients of a process", async () => {
  const printed: string[] = [];
  const warnings: GeminiEvent[] = [];
  const server = await startRawServer(({ socket }) => socket.write(hello));
  const platform = testPlatform({
    environment: { GEMINI_TS_LOG: "verbose" },
    writeToStderr: (line) => printed.push(line),
  });
  const onEvent = (event: GeminiEvent) => void (event.type === "warning" && warnings.push(event));
  for (const options of [{ onEvent }, { onEvent }]) await clientAt(server.url, options, platform).generate("Hi");
  expect(printed).toEqual([
    expect.stringContaining('`GEMINI_TS_LOG` has the unknown value "verbose", which is ignored'),
  ]);
  expect(warnings).toHaveLength(2);
});

test("F312 an observer that changes events does not change what is logged", async () => {
  const kept = keepingLogger();
  const onEvent = (event: GeminiEvent) => {
    if ("usageMetadata" in event) Object.assign(event.usageMetadata ?? {}, { promptTokenCount: 999 });
    Object.assign(event, { type: "changed" });
  };
  await both(await startClient({ logger: kept.logger, onEvent }));
  const plain = keepingLogger();
  await both(await startClient({ logger: plain.logger }));
  expect(kept.lines).toEqual(plain.lines);
  expect(kept.lines).toHaveLength(8);
});

test("F312 an observer that changes an event before the log is loaded does not change what is logged", async () => {
  const { lines, logger } = keepingLogger();
  const onEvent = (event: GeminiEvent) => void Object.assign(event, { message: "canary-changed" });
  await both(await startClient({ logger, onEvent }, "verbose"));
  expect(lines[0]).toContain("log_level_unknown: The environment variable `GEMINI_TS_LOG`");
});

test("F313 a function that has the levels as members is a logger", async () => {
  const lines: string[] = [];
  const logger = Object.assign(() => {}, { info: (line: string) => lines.push(line) });
  await both(await startClient({ logger }));
  expect(lines).toHaveLength(3);
  expect(() => clientAt("http://127.0.0.1:1", { logger: (() => {}) as Logger })).toThrow(/`logger` got a function/);
});

test("Node prints the lines to standard error", async () => {
  const print = vi.spyOn(console, "error").mockImplementation(() => {});
  const server = await startRawServer(({ socket }) => socket.write(hello));
  await clientAt(server.url, {}, testPlatform({ environment: { GEMINI_TS_LOG: "info" } })).generate("Hi");
  expect(print.mock.calls).toHaveLength(2);
  print.mockRestore();
});
