import { afterEach, describe, expect, it, vi } from "vitest";
import { Conversation } from "../../src/conversation/conversation.ts";
import { type ModelRef, Turn } from "../../src/conversation/turn.ts";
import { inFewWrites } from "../../src/http/request-body.ts";
import type { Content } from "../../src/index.ts";
import { clientAt } from "../support/clients.ts";
import { testPlatform } from "../support/platform.ts";
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

describe("the turns of a conversation", () => {
  const nameOf = ({ model }: ModelRef) => model;
  const target = { backend: "gemini-api", model: "gemini-2.5-pro" } as const;
  const said = (text: string) => new Turn({ role: "user", parts: [{ text }] });
  const textOf = (piece: string | Uint8Array) => (typeof piece === "string" ? piece : new TextDecoder().decode(piece));
  const read = (pieces: readonly (string | Uint8Array)[]) =>
    (JSON.parse(`[${pieces.map(textOf).join(",")}]`) as Content[]).map(({ parts }) => parts?.[0]?.text);
  const talk = (conversation: Conversation, ...texts: readonly string[]) => {
    for (const text of texts) conversation.begin().commit([said(text)]);
  };

  it("are sent in two pieces, however many they are, and old ones are not processed again", () => {
    const conversation = new Conversation(testPlatform());
    const encode = vi.spyOn(TextEncoder.prototype, "encode");
    const copy = vi.spyOn(Uint8Array.prototype, "set");
    const work: number[] = [];
    for (let turn = 0; turn < 1_000; turn += 1) {
      encode.mockClear();
      copy.mockClear();
      const transaction = conversation.begin();
      const prompt = said("Say it again.");
      expect(transaction.contentsFor([prompt], target, nameOf).length).toBeLessThanOrEqual(2);
      transaction.commit([prompt, said("Again.")]);
      work.push(encode.mock.calls.length + copy.mock.calls.length);
    }
    // The first turn has nothing before it. Occasionally, everything moves into a buffer of twice the size.
    expect(Math.min(...work.slice(1))).toBeGreaterThan(0);
    expect(Math.max(...work)).toBeLessThanOrEqual(5);
    expect(read(conversation.begin().contentsFor([said("?")], target, nameOf))).toHaveLength(2_001);
  });

  it("stay separate after a fork", () => {
    const one = new Conversation(testPlatform());
    talk(one, "a", "b");
    const before = one.begin().contentsFor([said("?")], target, nameOf);
    const other = one.fork();
    talk(one, "c");
    talk(other, "x", "y");
    const [ofOne, ofOther] = [one, other].map((each) => each.begin().contentsFor([said("!")], target, nameOf));
    talk(one, "d");
    expect(read(ofOne ?? [])).toEqual(["a", "b", "c", "!"]);
    expect(read(ofOther ?? [])).toEqual(["a", "b", "x", "y", "!"]);
    expect(read(one.begin().contentsFor([said("!")], target, nameOf))).toEqual(["a", "b", "c", "d", "!"]);
    expect(read(other.begin().contentsFor([said("!")], target, nameOf))).toEqual(["a", "b", "x", "y", "!"]);
    expect(read(before)).toEqual(["a", "b", "?"]);
  });

  it("are filtered for each model, in whatever order the models are used", () => {
    const conversation = new Conversation(testPlatform());
    const signed = { role: "model", parts: [{ text: "a", thoughtSignature: "c2ln" }] };
    conversation.begin().commit([said("?"), new Turn(signed, target)]);
    const signatureFor = (model: string) => {
      const [history] = conversation.begin().contentsFor([said("!")], { ...target, model }, nameOf);
      return textOf(history ?? "").includes("c2ln");
    };
    const models = ["gemini-2.5-pro", "gemini-2.5-flash", "gemini-3-pro", "gemini-2.5-pro", "gemini-2.5-flash"];
    expect(models.map(signatureFor)).toEqual([true, false, false, true, false]);
  });

  it("that are cleared during a call are still sent by it", () => {
    const conversation = new Conversation(testPlatform());
    talk(conversation, "a");
    const transaction = conversation.begin();
    conversation.replace([]);
    talk(conversation, "b");
    expect(read(transaction.contentsFor([said("?")], target, nameOf))).toEqual(["a", "?"]);
    expect(read(conversation.begin().contentsFor([said("?")], target, nameOf))).toEqual(["b", "?"]);
  });
});

describe("the pieces of a body", () => {
  it("are joined with their small neighbours, and large ones are not copied", () => {
    const small = [Uint8Array.of(1), Uint8Array.of(2)];
    const large = new Uint8Array(64 * 1024);
    const pieces = inFewWrites([...small, large, ...small]);
    expect(pieces).toEqual([Uint8Array.of(1, 2), large, Uint8Array.of(1, 2)]);
    expect(pieces[1]).toBe(large);
    expect(inFewWrites(["{", large, "é}"])).toEqual([
      new TextEncoder().encode("{"),
      large,
      new TextEncoder().encode("é}"),
    ]);
    expect(inFewWrites(["{", "é", "}"])).toEqual(["{é}"]);
  });
});

describe("a turn's JSON", () => {
  const origin = { backend: "vertex", model: "gemini-3-flash" } as const;
  const decoded = (json: string | undefined) => json && (JSON.parse(json) as Content);

  it("is the same each time, even after it was dropped from memory", () => {
    const turn = new Turn({ role: "model", parts: [{ text: "a", thoughtSignature: "c2ln" }] }, origin);
    const json = turn.jsonFor({ ...origin });
    turn.forgetJson();
    expect(turn.jsonFor(origin)).toBe(json);
  });

  it("F59 has no thoughts, and signatures only for its own model", () => {
    const parts = [
      { text: "hm", thought: true, thoughtSignature: "dGhvdWdodA==" },
      { text: "", thoughtSignature: "ZW1wdHk=" },
      { functionCall: { name: "f", args: { a: 1 } }, thoughtSignature: "Y2FsbA==" },
      { text: "a" },
    ];
    const turn = new Turn({ role: "model", parts }, origin);
    expect(decoded(turn.jsonFor(origin))).toEqual({ role: "model", parts: parts.slice(1) });
    expect(decoded(turn.jsonFor({ ...origin, model: "other" }))).toEqual({
      role: "model",
      parts: [{ functionCall: { name: "f", args: { a: 1 } } }, { text: "a" }],
    });
  });

  it("is undefined for a turn of thoughts alone", () => {
    const turn = new Turn({ role: "model", parts: [{ text: "hm", thought: true }] }, origin);
    expect(turn.jsonFor(origin)).toBeUndefined();
    expect(turn.content.parts).toHaveLength(1);
  });

  it("keeps unknown members, and `__proto__` as data", () => {
    const text = '{"role":"user","parts":[{"text":"a","future":{"__proto__":{"polluted":true}}}]}';
    const turn = new Turn(JSON.parse(text) as Content);
    expect(turn.jsonFor(origin)).toBe(text);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
