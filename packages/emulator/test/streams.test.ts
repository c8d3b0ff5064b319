import { request } from "node:http";
import { expect, test } from "vitest";
import { apiKey, parseEvents, say, startEmulator } from "./support/start-emulator.ts";

const path = "/v1beta/models/gemini-3.5-flash-lite:streamGenerateContent?alt=sse";
const body = JSON.stringify({ contents: [say("Write a story of 50 words.")] });

test("the first event is sent at once, whatever the pace, and the stream stops when the client disconnects", async () => {
  const { emulator, url } = await startEmulator({ paceMs: 3_600_000 });
  const controller = new AbortController();
  const response = await fetch(url + path, { method: "POST", headers: apiKey, body, signal: controller.signal });
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  expect(new TextDecoder().decode(value)).toMatch(/^data: .*\r\n\r\n$/s);
  expect(emulator.calls).toMatchObject([{ status: 200, outcome: "pending" }]);
  controller.abort();
  await expect(reader.read()).rejects.toThrow();
  await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
});

test("the pace is the time between events", async () => {
  const { url } = await startEmulator({ paceMs: 5 });
  const start = performance.now();
  const response = await fetch(url + path, { method: "POST", headers: apiKey, body });
  const events = parseEvents(await response.text());
  // Timers may fire up to a millisecond early.
  expect(performance.now() - start).toBeGreaterThan((events.length - 1) * 4);
  expect(events.length).toBeGreaterThan(10);
});

test("streams are chunked and, for clients that accept gzip, compressed event by event", async () => {
  const { url } = await startEmulator({ gzip: true, paceMs: 3_600_000 });
  const ask = (acceptEncoding: string) =>
    new Promise<{ headers: NodeJS.Dict<string | string[]>; firstByte: number }>((resolve, reject) => {
      const headers = { ...apiKey, "accept-encoding": acceptEncoding };
      const client = request(url + path, { method: "POST", headers }, (response) => {
        response.once("data", (bytes: Buffer) => {
          resolve({ headers: response.headers, firstByte: bytes[0] ?? -1 });
          response.destroy();
        });
      });
      client.on("error", reject);
      client.end(body);
    });
  const gzipped = await ask("gzip, deflate");
  expect(gzipped.headers).toMatchObject({ "content-encoding": "gzip", "transfer-encoding": "chunked" });
  expect(gzipped.firstByte).toBe(0x1f);
  const plain = await ask("identity");
  expect(plain.headers).not.toHaveProperty("content-encoding");
  expect(plain.firstByte).toBe("d".charCodeAt(0));
});

test("a compressed response decodes to the same", async () => {
  const { post } = await startEmulator({ gzip: true });
  const whole = await post(path.replace("streamGenerateContent?alt=sse", "generateContent"), body, apiKey);
  expect(whole.headers.get("content-encoding")).toBe("gzip");
  expect(whole.body.candidates[0].finishReason).toBe("STOP");
});
