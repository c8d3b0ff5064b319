import { describe, expect, it } from "vitest";
import type { Content, PromptPart } from "../../src/index.ts";
import { start, ways } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

const BYTES = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256);
const BASE64 = Buffer.from(BYTES).toString("base64");
const small = Uint8Array.of(251, 255, 190, 1);
const png = (data: unknown) => ({ inlineData: { mimeType: "image/png", data } }) as PromptPart;

const sent = (data: string, mimeType = "image/png") => ({ inlineData: { mimeType, data } });

const ACCEPTED: readonly (readonly [what: string, part: PromptPart, sent: object])[] = [
  ["a Uint8Array", png(BYTES), sent(BASE64)],
  ["a Buffer", png(Buffer.from(BYTES)), sent(BASE64)],
  [
    "a view of a part of a buffer",
    png(new Uint8Array(BYTES.buffer, 3, 5)),
    sent(Buffer.from(BYTES.slice(3, 8)).toString("base64")),
  ],
  ["an ArrayBuffer", png(BYTES.buffer), sent(BASE64)],
  ["base64", png("+/++AQ=="), sent("+/++AQ==")],
  ["base64url without padding", png("-_--AQ"), sent("+/++AQ==")],
  ["base64 with line breaks", png("+/++\r\nAQ==\n"), sent("+/++AQ==")],
  ["a data URL", png("data:image/png;base64,+/++AQ=="), sent("+/++AQ==")],
  [
    "a data URL that alone names the type",
    { inlineData: { data: "data:image/webp;base64,+/++AQ==" } },
    sent("+/++AQ==", "image/webp"),
  ],
  ["a data URL with escapes", png("data:image/png;base64,%2B/%2B%2BAQ%3D%3D"), sent("+/++AQ==")],
  [
    "a data URL of text",
    { inlineData: { data: "data:text/plain;charset=utf-8,caf%C3%A9" } },
    sent(Buffer.from("café").toString("base64"), "text/plain"),
  ],
  [
    "a data URL with parameters",
    { inlineData: { data: "data:audio/L16;rate=24000;base64,AAAA" } },
    sent("AAAA", "audio/L16;rate=24000"),
  ],
  [
    "a data URL with a file's name",
    { inlineData: { data: "data:application/pdf;filename=generated.pdf;base64,AAAA" } },
    sent("AAAA", "application/pdf"),
  ],
  [
    "a data URL with a word that is not a parameter",
    { inlineData: { data: "data:image/svg+xml;utf8,<svg/>" } },
    sent(Buffer.from("<svg/>").toString("base64"), "image/svg+xml"),
  ],
  ["a data URL whose type is in upper case", png("data:IMAGE/PNG;base64,AAAA"), sent("AAAA")],
];

describe.each(ways)("F98 bytes on $way", ({ start: startWay }) => {
  it.each(ACCEPTED)("%s are sent as base64", async (_what, part, expected) => {
    const { requests, ...started } = await startWay();
    const client = started.client();
    await client.generate(["What is it? canary", part]);
    expect(requests()[0]?.contents[0]?.parts[1]).toEqual(expected);
  });
});

it("F98 bytes are accepted in contents, histories and function results, and copied at once", async () => {
  const { requests, ...started } = await start();
  const client = started.client();
  const bytes = Uint8Array.from(small);
  const chat = client.chat({ history: [{ role: "user", parts: [png(bytes)] }] });
  bytes.fill(0);
  expect(chat.history).toEqual([{ role: "user", parts: [png("+/++AQ==")] }]);
  await client.generate([{ role: "user", parts: [png(small)] }]);
  const call: Content = { role: "model", parts: [{ functionCall: { name: "draw", args: {} } }] };
  const drawn = { name: "draw", response: { ok: true }, parts: [png(small)] };
  await client.generate([{ parts: [{ text: "Draw canary" }] }, call, { parts: [{ functionResponse: drawn }] }]);
  const received = requests().flatMap(({ contents }) => contents.at(-1)?.parts);
  expect(received).toEqual([png("+/++AQ=="), { functionResponse: { ...drawn, parts: [png("+/++AQ==")] } }]);
});

const result = (members: object) => ({ functionResponse: { name: "f", response: {}, ...members } });

const REFUSED: readonly (readonly [what: string, part: unknown, member: string])[] = [
  ["no media type", { inlineData: { data: "AAAA" } }, ".inlineData.mimeType"],
  ["a media type without a kind", { inlineData: { mimeType: "png", data: "AAAA" } }, ".inlineData.mimeType"],
  ["a media type that is a number", { inlineData: { mimeType: 5, data: "AAAA" } }, ".inlineData.mimeType"],
  ["a data URL without a type", { inlineData: { data: "data:;base64,AAAA" } }, ".inlineData.mimeType"],
  ["a type that is not that of the data URL", png("data:image/webp;base64,AAAA"), ".inlineData.mimeType"],
  ["no data", png(undefined), ".inlineData.data"],
  ["empty data", png(""), ".inlineData.data"],
  ["no bytes", png(new Uint8Array(0)), ".inlineData.data"],
  ["an empty data URL", png("data:image/png;base64,"), ".inlineData.data"],
  ["text", png("secret canary, not base64!"), ".inlineData.data"],
  ["base64 of an impossible length", png("AAAAA"), ".inlineData.data"],
  ["an array of numbers", png([1, 2, 3]), ".inlineData.data"],
  ["bytes in place of the object", { inlineData: small.buffer }, ".inlineData.mimeType"],
  ["a string in place of the object", { inlineData: "secret canary" }, ".inlineData"],
  [
    "a result that is a string",
    { functionResponse: { name: "f", response: "secret canary" } },
    ".functionResponse.response",
  ],
  [
    "a result that is an array",
    { functionResponse: { name: "f", response: ["canary"] } },
    ".functionResponse.response",
  ],
  ["no result", { functionResponse: { name: "f" } }, ".functionResponse.response"],
  ...[
    Promise.resolve({}),
    new Error("secret canary"),
    new Map([["secret", "canary"]]),
    new Date(0),
    Object("secret canary"),
    new URL("https://canary.test"),
    small,
    small.buffer,
    { toJSON: () => ["secret canary"] },
    new (class {
      readonly #secret = "canary";
      get secret() {
        return this.#secret;
      }
    })(),
  ].map((response): readonly [string, unknown, string] => [
    `a result that is not an object in JSON: ${Object.prototype.toString.call(response)}`,
    { functionResponse: { name: "f", response } },
    ".functionResponse.response",
  ]),
  ["an id that is a number", { functionResponse: { id: 5, name: "f", response: {} } }, ".functionResponse.id"],
  ["parts that are not an array", result({ parts: { text: "canary" } }), ".functionResponse.parts"],
  ["a part of a result that is null", result({ parts: [null] }), ".functionResponse.parts[0]"],
  ["a part of a result that is missing", result({ parts: new Array(1) }), ".functionResponse.parts[0]"],
  ["an empty part of a result", result({ parts: [png(small), {}] }), ".functionResponse.parts[1]"],
  ["a result without a name", { functionResponse: { response: {} } }, ".functionResponse.name"],
  ["a part without data", { videoMetadata: { fps: 1 } }, ""],
  ["a part with nothing but undefined", { text: undefined }, ""],
  ["two kinds of data in a part", { text: "secret canary", inlineData: { mimeType: "image/png", data: "AAAA" } }, ""],
];

describe("F98 invalid bytes are named, not quoted, and not sent", () => {
  it.each(REFUSED)("%s", async (_what, part, member) => {
    const started = await start();
    const client = started.client();
    const given = part as PromptPart;
    const contents = [{ role: "user", parts: [{ text: "canary" }, given] }];
    const failures = [
      ["prompt[1]", client.sendMessage(["canary", given])],
      ["prompt", client.generate(given)],
      ["prompt.parts[1]", client.sendMessageStream(contents[0] as object).response()],
      ["contents[0].parts[1]", client.generate(contents)],
    ] as const;
    for (const [name, call] of failures) {
      const error = await failureOf(call);
      expect(error).toMatchObject({ code: "invalid_options", phase: "options", option: `${name}${member}` });
      expect(error.message).not.toContain("canary");
    }
    const option = `history[0].parts[1]${member}`;
    expect(() => client.chat({ history: contents })).toThrow(
      expect.objectContaining({ code: "invalid_options", option }),
    );
    expect(started.emulator.calls).toEqual([]);
  });
});

it("F98 instances of classes are results if JSON shows their members", async () => {
  const started = await start();
  const prompt: Content = { role: "user", parts: [{ text: "canary" }] };
  const calls = ["a", "b", "c", "d"].map((name) => ({ functionCall: { name, args: {} } }));
  const chat = started.client().chat({ history: [prompt, { role: "model", parts: calls }] });
  class Weather {
    readonly degrees = 21;
  }
  const empty = Object.create(null) as Record<string, unknown>;
  const results = [new Weather(), empty, {}, { toJSON: () => ({ at: 1 }) }];
  await chat.sendMessage(results.map((response, at) => ({ functionResponse: { name: "abcd"[at] ?? "", response } })));
  const sent = started.requests()[0]?.contents[2]?.parts.map(({ functionResponse }) => functionResponse);
  expect(sent).toMatchObject([
    { response: { degrees: 21 } },
    { response: {} },
    { response: {} },
    { response: { at: 1 } },
  ]);
});
