import { constants, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { askRaw, path, streamPath, unchunk } from "../support/raw-exchange.ts";
import { apiKey, parseEvents, say, startEmulator } from "../support/start-emulator.ts";

const init = { method: "POST", headers: apiKey, body: JSON.stringify({ contents: [say("hello")] }) };
const bytesOf = (text: string) => Buffer.from(text, "latin1");

test("a bad chunk replaces the end after the whole body", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ framing: "bad-chunk" });
  const { head, body } = await askRaw(url);
  expect(head).toMatch(/^http\/1\.1 200 ok\r\n.*transfer-encoding: chunked/s);
  expect(body).toMatch(/^[0-9a-f]+\r\ndata: .*"STOP".*\r\n\r\n\r\nno size\r\n$/s);
  expect(emulator.calls).toMatchObject([{ outcome: "failed", status: 200 }]);
  expect(emulator.calls[0]!.responseBytes).toBe(unchunk(body).text.length);
  emulator.next({ framing: "bad-chunk" });
  await expect(fetch(url + streamPath, init).then((response) => response.text())).rejects.toThrow("terminated");
});

test("a content-length longer than the body", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ framing: "long-content-length", body: "short" });
  const { head, body } = await askRaw(url, path);
  expect(head).toContain("content-length: 69");
  expect(body).toBe("short");
  emulator.next({ framing: "long-content-length", error: "overloaded" });
  const refused = await askRaw(url, path);
  expect(refused.head).toMatch(/^http\/1\.1 503 service unavailable/);
  expect(refused.head).not.toContain("chunked");
});

test("gzip without its end, in complete HTTP framing", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ framing: "truncated-gzip" });
  const { head, body } = await askRaw(url);
  expect(head).toContain("content-encoding: gzip");
  const { text, ended } = unchunk(body);
  expect(ended).toBe(true);
  expect(() => gunzipSync(bytesOf(text))).toThrow("unexpected end of file");
});

test("gzip, event by event, also for a client that does not accept it; a large body too", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ gzip: true });
  const { text, ended } = unchunk((await askRaw(url)).body);
  expect(ended).toBe(true);
  expect(parseEvents(gunzipSync(bytesOf(text)).toString()).length).toBeGreaterThan(10);
  const large = Array.from({ length: 100_000 }, (_, index) => index).join(" ");
  emulator.next({ gzip: true, body: large });
  expect(await (await fetch(url + path, init)).text()).toBe(large);
});

test("a cut counts bytes after compression, and events before it", async () => {
  const { emulator, url } = await startEmulator({ gzip: true });
  emulator.next({ cutAfterBytes: 100 });
  emulator.next({ cutAfterEvents: 3 });
  emulator.next({ cutAfterBytes: 100 });
  const accept = { "accept-encoding": "gzip" };
  const bytes = unchunk((await askRaw(url, streamPath, accept)).body);
  expect(bytes.text.length).toBe(100);
  expect(bytes.text.charCodeAt(0)).toBe(0x1f);
  const events = unchunk((await askRaw(url, streamPath, accept)).body);
  const inflated = gunzipSync(bytesOf(events.text), { finishFlush: constants.Z_SYNC_FLUSH }).toString();
  expect(parseEvents(inflated).length).toBe(3);
  expect(unchunk((await askRaw(url)).body).text).toMatch(/^data: /);
});
