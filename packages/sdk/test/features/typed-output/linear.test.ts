import { expect, it } from "vitest";
import { jsonSchema } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";
import { countReading } from "../../schema/support/count-reading.ts";

interface Item {
  readonly id: number;
  readonly text: string;
}
const item = {
  type: "object",
  properties: { id: { type: "integer" }, text: { type: "string" } },
  required: ["id", "text"],
};
const items = jsonSchema<Item[]>({ type: "array", items: item });
const document = jsonSchema<{ readonly title: string; readonly sections: readonly Item[]; readonly text: string }>({
  type: "object",
  properties: { title: { type: "string" }, sections: { type: "array", items: item }, text: { type: "string" } },
});

const CHUNK = 1_000;

/** The text as the events of a stream, so many characters each. */
function eventsOf(text: string): readonly object[] {
  return Array.from({ length: Math.ceil(text.length / CHUNK) }, (_, index) => {
    const piece = { text: text.slice(index * CHUNK, (index + 1) * CHUNK) };
    const isLast = (index + 1) * CHUNK >= text.length;
    return { candidates: [{ content: { role: "model", parts: [piece] }, ...(isLast && { finishReason: "STOP" }) }] };
  });
}

it.each([
  [
    "elements()",
    (count: number) => Array.from({ length: count }, (_, id) => ({ id, text: "canary ".repeat(12) })),
    "elements",
  ],
  [
    "partialObject of an object with long texts",
    (count: number) => ({ title: "canary", sections: [{ id: 1, text: "canary" }], text: "canary ".repeat(14 * count) }),
    "partial",
  ],
  [
    "response() alone",
    (count: number) => Array.from({ length: count }, (_, id) => ({ id, text: "canary ".repeat(12) })),
    "response",
  ],
] as const)("F171 %s of 1 MB takes work that is linear in its length", async (_, make, how) => {
  const work = countReading();
  const started = await start();
  const client = started.client();
  const schema = how === "partial" ? document : items;
  const measure = async (count: number) => {
    const value = make(count);
    const text = JSON.stringify(value);
    started.emulator.next({ events: eventsOf(text) });
    const stream = client.generateStream("canary", { schema });
    const before = { ...work };
    if (how === "elements") {
      let taken = 0;
      for await (const _element of stream.elements() as AsyncIterable<unknown>) taken += 1;
      expect(taken).toBe(count);
    } else if (how === "partial") {
      for await (const { partialObject } of stream) void partialObject;
    }
    expect((await stream.response()).object).toEqual(value);
    const steps = work.characters - before.characters + work.copied - before.copied;
    return { steps, length: text.length };
  };
  const [half, whole] = [await measure(5_000), await measure(10_000)];
  expect(whole.length).toBeGreaterThan(950_000);
  // Read once for the stream, if at all, and once for the response.
  expect(whole.steps).toBeLessThan(2.1 * whole.length);
  expect(whole.steps / half.steps).toBeLessThan((1.05 * whole.length) / half.length);
});
