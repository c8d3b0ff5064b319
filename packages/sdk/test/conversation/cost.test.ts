import { afterEach, describe, expect, it, vi } from "vitest";
import { Turn } from "../../src/conversation/turn.ts";
import type { Content } from "../../src/index.ts";
import { clientAt } from "../support/clients.ts";
import { answer } from "../support/replies.ts";

afterEach(() => void vi.restoreAllMocks());

describe("F73 a long conversation", () => {
  it("serialises every turn once: the work for turn k does not grow with k", async () => {
    const reply = JSON.stringify(answer("Fine, and so on.", "STOP"));
    const fetch = async () => new Response(reply, { headers: { "content-type": "application/json" } });
    const client = clientAt("http://127.0.0.1:9", { fetch });
    const stringify = vi.spyOn(JSON, "stringify");
    const parse = vi.spyOn(JSON, "parse");
    const work: number[] = [];
    for (let turn = 0; turn < 500; turn += 1) {
      stringify.mockClear();
      parse.mockClear();
      await client.sendMessage("Say it again, and again.");
      const written = stringify.mock.results.map(({ value }) => String(value).length);
      const read = parse.mock.calls.map(([text]) => text.length);
      work.push([...written, ...read].reduce((total, length) => total + length, 0));
    }
    expect(client.history).toHaveLength(1_000);
    expect(work[499]).toBe(work[1]);
    expect(work[1]).toBeGreaterThan(0);
  });
});

describe("a turn's bytes", () => {
  const origin = { backend: "vertex", model: "gemini-3-flash" };
  const decoded = (bytes: Uint8Array | undefined) => bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Content);

  it("are the same object each time, at home and elsewhere", () => {
    const turn = new Turn({ role: "model", parts: [{ text: "a", thoughtSignature: "c2ln" }] }, origin);
    const elsewhere = { ...origin, model: "gemini-2.5-pro" };
    expect(turn.bytesFor({ ...origin })).toBe(turn.bytesFor(origin));
    expect(turn.bytesFor({ ...elsewhere })).toBe(turn.bytesFor(elsewhere));
    expect(turn.bytesFor({ ...origin, backend: "gemini-api" })).toBe(turn.bytesFor(elsewhere));
  });

  it("F59 hold no thoughts, and signatures at home only", () => {
    const parts = [
      { text: "hm", thought: true, thoughtSignature: "dGhvdWdodA==" },
      { text: "", thoughtSignature: "ZW1wdHk=" },
      { functionCall: { name: "f", args: { a: 1 } }, thoughtSignature: "Y2FsbA==" },
      { text: "a" },
    ];
    const turn = new Turn({ role: "model", parts }, origin);
    expect(decoded(turn.bytesFor(origin))).toEqual({ role: "model", parts: parts.slice(1) });
    expect(decoded(turn.bytesFor({ ...origin, model: "other" }))).toEqual({
      role: "model",
      parts: [{ functionCall: { name: "f", args: { a: 1 } } }, { text: "a" }],
    });
  });

  it("are none for a turn that only thought", () => {
    const turn = new Turn({ role: "model", parts: [{ text: "hm", thought: true }] }, origin);
    expect(turn.bytesFor(origin)).toBeUndefined();
    expect(turn.content.parts).toHaveLength(1);
  });

  it("keep members that are not known, and `__proto__` as data", () => {
    const text = '{"role":"user","parts":[{"text":"a","future":{"__proto__":{"polluted":true}}}]}';
    const turn = new Turn(JSON.parse(text) as Content);
    expect(new TextDecoder().decode(turn.bytesFor(origin))).toBe(text);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
