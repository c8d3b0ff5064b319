import { expect, test } from "vitest";
import { askRaw, path, streamPath, unchunk } from "../support/raw-exchange.ts";
import { parseEvents, startEmulator } from "../support/start-emulator.ts";

test("cutBeforeHeaders closes the connection without a byte", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ cutBeforeHeaders: true });
  expect(await askRaw(url)).toEqual({ head: "", body: "", errorCode: undefined });
  expect(emulator.calls).toMatchObject([{ outcome: "failed", status: undefined }]);
});

test("reset before the headers is a TCP reset", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ reset: "before-headers" });
  expect(await askRaw(url)).toEqual({ head: "", body: "", errorCode: "ECONNRESET" });
});

test.each([0, 1, 25, 1_000])("cutAfterBytes closes the connection after %i bytes of the body", async (count) => {
  const { emulator, url } = await startEmulator();
  emulator.next({ cutAfterBytes: count });
  const { head, body, errorCode } = await askRaw(url);
  expect(head).toContain("200 ok");
  const { text, ended } = unchunk(body);
  expect({ length: text.length, ended, errorCode }).toEqual({ length: count, ended: false, errorCode: undefined });
});

test("cutAfterBytes also cuts a response that is not a stream, and an error", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ cutAfterBytes: 5 });
  emulator.next({ cutAfterBytes: 5, error: "overloaded" });
  const whole = await askRaw(url, path);
  expect(unchunk(whole.body)).toEqual({ text: '{\n  "', ended: false });
  const refused = await askRaw(url, path);
  expect(refused.head).toContain("503");
  expect(unchunk(refused.body)).toEqual({ text: '{\n  "', ended: false });
});

test("a response shorter than the cut is cut at its end", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ cutAfterBytes: 100, text: "hi" });
  emulator.next({ cutAfterEvents: 100, text: "hi" });
  emulator.next({ cutAfterBytes: 1_000_000, text: "hi" });
  expect(unchunk((await askRaw(url)).body).ended).toBe(false);
  for (const _ of [1, 2]) {
    const { text, ended } = unchunk((await askRaw(url)).body);
    expect(parseEvents(text).at(-1).candidates[0].finishReason).toBe("STOP");
    expect(ended).toBe(false);
  }
});

test.each([0, 1, 3])("cutAfterEvents closes the connection after %i whole events", async (count) => {
  const { emulator, url } = await startEmulator();
  emulator.next({ cutAfterEvents: count });
  const { text, ended } = unchunk((await askRaw(url)).body);
  expect(parseEvents(text).length).toBe(count);
  expect(ended).toBe(false);
});

test("reset after some events or bytes is a TCP reset after them", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ reset: { afterEvents: 2 } });
  emulator.next({ reset: { afterBytes: 7 } });
  const events = await askRaw(url);
  expect(parseEvents(unchunk(events.body).text).length).toBe(2);
  expect(events.errorCode).toBe("ECONNRESET");
  const bytes = await askRaw(url);
  expect(unchunk(bytes.body).text).toBe("data: {");
  expect(bytes.errorCode).toBe("ECONNRESET");
});

test("faults of the connection also apply to a stream as a JSON array", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ cutAfterEvents: 2 });
  const { text, ended } = unchunk((await askRaw(url, streamPath.replace("?alt=sse", ""))).body);
  expect(JSON.parse(`${text}]`).length).toBe(2);
  expect(ended).toBe(false);
});
