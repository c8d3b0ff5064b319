import { expect, test } from "vitest";
import { streamPath } from "../support/raw-exchange.ts";
import { recordedWaits } from "../support/recorded-waits.ts";
import { apiKey, parseEvents, say, startEmulator } from "../support/start-emulator.ts";

const init = {
  method: "POST",
  headers: apiKey,
  body: JSON.stringify({ contents: [say("Write a story of 50 words.")] }),
};

test("silence before the headers lasts until the client disconnects", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ silence: "before-headers" });
  const controller = new AbortController();
  const rejected = expect(fetch(url + streamPath, { ...init, signal: controller.signal })).rejects.toThrow();
  await expect.poll(() => emulator.calls[0]?.fault).toBeDefined();
  expect(emulator.calls).toMatchObject([{ outcome: "pending", status: undefined }]);
  controller.abort();
  await rejected;
  await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
});

test("silence after the headers sends them, and no byte of the body", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ silence: "after-headers" });
  const controller = new AbortController();
  const response = await fetch(url + streamPath, { ...init, signal: controller.signal });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(emulator.calls).toMatchObject([{ status: 200, outcome: "pending", responseBytes: 0 }]);
  controller.abort();
  await expect(response.text()).rejects.toThrow();
  await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
});

test("silence after some events leaves the connection open", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ silence: { afterEvents: 2 } });
  const controller = new AbortController();
  const response = await fetch(url + streamPath, { ...init, signal: controller.signal });
  let text = "";
  for await (const bytes of response.body!) {
    text += new TextDecoder().decode(bytes);
    if (parseEvents(text).length === 2) break;
  }
  expect(text).toMatch(/\r\n\r\n$/);
  await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
});

test("close() ends silent calls", async () => {
  const { emulator, url } = await startEmulator();
  emulator.next({ silence: "before-headers" });
  const rejected = expect(fetch(url + streamPath, init)).rejects.toThrow("fetch failed");
  await expect.poll(() => emulator.calls[0]?.fault).toBeDefined();
  await emulator.close();
  await rejected;
});

test("delayMs, paceMs and drip wait by the option wait", async () => {
  const { wait, waits } = recordedWaits();
  const { emulator, url } = await startEmulator({ wait, paceMs: 3 });
  emulator.next({ delayMs: 1_000, text: "one two three" });
  emulator.next({ paceMs: 70, text: "one two three" });
  emulator.next({ drip: { bytes: 5, everyMs: 20 }, body: "twelve bytes" });
  await (await fetch(url + streamPath, init)).text();
  expect(waits.splice(0)).toEqual([1_000, 3, 3]);
  await (await fetch(url + streamPath, init)).text();
  expect(waits.splice(0)).toEqual([70, 70]);
  expect(await (await fetch(url + streamPath, init)).text()).toBe("twelve bytes");
  expect(waits).toEqual([20, 20]);
});

test("a delay ends when the client disconnects", async () => {
  let aborted = false;
  const { emulator, url } = await startEmulator({
    wait: (_, signal) =>
      new Promise((__, reject) => {
        signal.addEventListener("abort", () => {
          aborted = true;
          reject(signal.reason);
        });
      }),
  });
  emulator.next({ delayMs: 1 });
  const controller = new AbortController();
  const rejected = expect(fetch(url + streamPath, { ...init, signal: controller.signal })).rejects.toThrow();
  await expect.poll(() => emulator.calls[0]?.fault).toBeDefined();
  controller.abort();
  await rejected;
  await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
  expect(aborted).toBe(true);
});

test("commentsOnly sends comments forever, after some events", async () => {
  const { wait, waits } = recordedWaits();
  const { emulator, url } = await startEmulator({ wait });
  emulator.next({ commentsOnly: { everyMs: 15_000, afterEvents: 1 } });
  const response = await fetch(url + streamPath, init);
  let text = "";
  for await (const bytes of response.body!) {
    text += new TextDecoder().decode(bytes);
    if (text.split(": keep-alive\r\n\r\n").length > 4) break;
  }
  const [event, ...rest] = text.split("\r\n\r\n");
  expect(event).toMatch(/^data: /);
  expect(new Set(rest)).toEqual(new Set([": keep-alive", ""]));
  expect(new Set(waits)).toEqual(new Set([15_000]));
});
