import { describe, expect, test } from "vitest";
import { createHttp } from "../../src/http/http.node.ts";
import { readText } from "../../src/http/read-body.ts";
import { createTransport } from "../../src/http/send.ts";
import { type GeminiEvent, isGeminiError } from "../../src/index.ts";
import { systemClock } from "../../src/platform/system-clock.ts";
import { CallScope } from "../../src/scope/call-scope.ts";
import { NO_TIMEOUTS } from "../../src/scope/timeouts.ts";
import { clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, jsonReply, streamReply } from "../support/replies.ts";

describe.each(transports)("$transport", ({ options }) => {
  test("a request and a response event for every HTTP request, without key, prompt and answer", async () => {
    const server = await startRawServer(({ socket, index }) =>
      socket.write(index === 0 ? streamReply(["canary-answer"]) : jsonReply({ error: { code: 500 } }, 500)),
    );
    const events: GeminiEvent[] = [];
    const client = clientAt(server.url, { ...options, onEvent: (event) => events.push(event) });
    await collect(client.generateStream("canary-prompt"));
    await failureOf(client.generate("canary-prompt"));
    const url = `${server.url}/v1beta/models/gemini-3.5-flash-lite`;
    const requests = events.filter(({ type }) => type === "request" || type === "response");
    const common = { backend: "gemini-api", attempt: 1, callId: expect.any(Number), exchangeId: expect.any(Number) };
    const durationMs = expect.any(Number);
    expect(requests).toEqual([
      {
        ...common,
        type: "request",
        operation: "streamGenerateContent",
        method: "POST",
        url: `${url}:streamGenerateContent`,
      },
      { ...common, type: "response", operation: "streamGenerateContent", status: 200, durationMs },
      { ...common, type: "request", operation: "generateContent", method: "POST", url: `${url}:generateContent` },
      { ...common, type: "response", operation: "generateContent", status: 500, durationMs },
    ]);
    const calls = requests.map((event) => ("callId" in event ? event.callId : undefined));
    expect([calls[1] === calls[0], calls[3] === calls[2], calls[2] === calls[0]]).toEqual([true, true, false]);
    expect(JSON.stringify(events)).not.toContain("canary");
  });

  test("an observer that throws never breaks a call", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Hello", "STOP"))));
    let heard = 0;
    const onEvent = () => {
      heard += 1;
      throw new Error("the observer's own");
    };
    expect((await clientAt(server.url, { ...options, onEvent }).generate("Hi")).text).toBe("Hello");
    expect(heard).toBe(4);
  });

  test("an observer may abort the call", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer("Hello", "STOP"))));
    const controller = new AbortController();
    const client = clientAt(server.url, { ...options, signal: controller.signal, onEvent: () => controller.abort() });
    expect(isGeminiError(await failureOf(client.generate("Hi")), "aborted")).toBe(true);
    expect(server.requests).toHaveLength(0);
  });

  test("attempts are counted for each operation of a call, and over the whole call for its errors", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply({})));
    const attempts: number[] = [];
    const onEvent = (event: GeminiEvent) => event.type === "request" && attempts.push(event.attempt);
    const scope = new CallScope({ clock: systemClock, timeouts: NO_TIMEOUTS, onEvent });
    const transport = createTransport(createHttp(options));
    for (const operation of ["loadCodeAssist", "onboardUser", "getOperation"]) {
      const request = { operation, backend: "code-assist", method: "GET", url: server.url, headers: {} } as const;
      await readText(await transport.send(request, scope), scope, 100);
    }
    expect([attempts, scope.attempts]).toEqual([[1, 1, 1], 3]);
  });
});
