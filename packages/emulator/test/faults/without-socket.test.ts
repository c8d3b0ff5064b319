import { expect, test } from "vitest";
import { createEmulator, type Fault } from "../../src/index.ts";
import { streamPath } from "../support/raw-exchange.ts";
import { apiKey, parseEvents, say } from "../support/start-emulator.ts";

const init = {
  method: "POST",
  headers: apiKey,
  body: JSON.stringify({ contents: [say("Write a story of 50 words.")] }),
};

function ask(fault: Fault, signal?: AbortSignal): Promise<Response> {
  const emulator = createEmulator();
  emulator.next(fault);
  return emulator.fetch(`https://example.com${streamPath}`, { ...init, ...(signal ? { signal } : {}) });
}

test.each([
  ["cut", { cutBeforeHeaders: true }, "UND_ERR_SOCKET"],
  ["reset", { reset: "before-headers" }, "ECONNRESET"],
] as const)("a connection %s before the headers rejects as fetch does", async (_, fault, code) => {
  await expect(ask(fault)).rejects.toMatchObject({ name: "TypeError", message: "fetch failed", cause: { code } });
});

test.each([
  ["cut", { cutAfterEvents: 2 }, "UND_ERR_SOCKET"],
  ["reset", { reset: { afterEvents: 2 } }, "ECONNRESET"],
] as const)("a connection %s in the middle of the body fails it as fetch does", async (_, fault, code) => {
  const response = await ask(fault);
  let text = "";
  const read = async () => {
    for await (const bytes of response.body!) text += new TextDecoder().decode(bytes);
  };
  await expect(read()).rejects.toMatchObject({ name: "TypeError", message: "terminated", cause: { code } });
  expect(parseEvents(text).length).toBe(2);
});

test("silence lasts until the signal aborts", async () => {
  const controller = new AbortController();
  const pending = ask({ silence: "before-headers" }, controller.signal);
  controller.abort(new Error("enough"));
  await expect(pending).rejects.toThrow("enough");
});

test.each([{ framing: "bad-chunk" }, { framing: "truncated-gzip" }, { gzip: true }] as const)(
  "%o gets an error that says it needs a socket, and that no client retries",
  async (fault) => {
    const response = await ask(fault);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { status: string; message: string } };
    expect(error.status).toBe("INVALID_ARGUMENT");
    expect(error.message).toMatch(/The fault "(framing|gzip)" needs a socket: .*listen\(\)/);
  },
);
