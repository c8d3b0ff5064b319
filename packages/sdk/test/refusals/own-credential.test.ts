import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { redactorFor, secretsIn } from "../../src/errors/redact.ts";
import { codeAssist, type GeminiEvent, type GeminiOptions, geminiApi, vertex } from "../../src/index.ts";
import { failureOf, testClient } from "../support/clients.ts";
import { expectHidden } from "../support/expect-hidden.ts";
import { testPlatform } from "../support/platform.ts";
import { processorTimeOf } from "../support/processor-time.ts";
import { type RawRequest, startRawServer } from "../support/raw-server.ts";
import { head, jsonReply, reply } from "../support/replies.ts";
import { hexDigitsIn, hexGroups, hexOf } from "./support/hexadecimal.ts";

/** Forms of credentials, of which only some have a known prefix. */
const secrets: readonly (readonly [form: string, secret: string])[] = [
  ["a key of Google's", `AIza${"FAKEcanary".repeat(3)}`],
  ["a gateway's key", "sk-FAKEcanary12345678"],
  ["a key of hexadecimal digits", "0123456789abcdefca0a7f0123456789"],
  ["a key of letters", "CanaryFakeCanaryFake"],
  ["an opaque token with signs", "canary/FAKE+token=12=="],
  ["a short key", "canar1"],
  ["a number", "981723450011"],
];

type Options = (secret: string, url: string) => GeminiOptions;

const ways: readonly (readonly [way: string, options: Options])[] = [
  ["a Gemini API key", (apiKey, baseUrl) => ({ backend: geminiApi({ apiKey, baseUrl }) })],
  ["a Vertex AI key", (apiKey) => ({ backend: vertex({ apiKey }) })],
  ["a Vertex AI token", (accessToken) => ({ backend: vertex({ accessToken, project: "fake-project" }) })],
  ["a callback's token", (token) => ({ backend: vertex({ accessToken: async () => token, project: "fake-project" }) })],
  [
    "a Code Assist token",
    (accessToken, endpoint) => ({ backend: codeAssist({ accessToken, endpoint, project: "fake-project" }) }),
  ],
];

/** What a server can do with the credential that it got. */
const quotings: readonly (readonly [how: string, write: (secret: string) => string])[] = [
  ["as it is", (secret) => secret],
  ["percent-encoded", (secret) => encodeURIComponent(secret)],
  ["percent-encoded throughout", (secret) => [...secret].map((one) => `%${one.charCodeAt(0).toString(16)}`).join("")],
  ["in base64", (secret) => btoa(secret)],
  ["in base64, after the scheme", (secret) => btoa(`Bearer ${secret}`)],
  ["in base64url", (secret) => btoa(secret).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")],
  ["in hexadecimal", hexOf],
  ["in hexadecimal, in capitals", (secret) => hexOf(secret).toUpperCase()],
  ["in hexadecimal, after the scheme", (secret) => hexOf(`Bearer ${secret}`)],
  ["in hexadecimal with colons", (secret) => hexGroups(secret).join(":")],
  ["in hexadecimal with hyphens, in capitals", (secret) => hexGroups(secret).join("-").toUpperCase()],
  ["in hexadecimal with spaces", (secret) => hexGroups(secret).join(" ")],
  ["in hexadecimal with dots, in groups", (secret) => hexGroups(secret, 2).join(".")],
  ["in hexadecimal with encoded colons", (secret) => hexGroups(secret).join("%3A")],
  [
    "as numbers in hexadecimal",
    (secret) =>
      hexGroups(secret)
        .map((one) => `0x${one}`)
        .join(", "),
  ],
  ["as texts in hexadecimal", (secret) => JSON.stringify(hexGroups(secret))],
  ["over lines in hexadecimal", (secret) => hexGroups(`Bearer ${secret}`, 4).join("|\n  ")],
  ["as Node prints bytes", (secret) => inspect(Buffer.from(secret))],
  ["as a Buffer in JSON", (secret) => JSON.stringify(Buffer.from(secret))],
  ["in decimal with spaces", (secret) => Buffer.from(secret).join(" ")],
  ["in escapes of bytes", (secret) => [...secret].map((one) => `\\x${hexOf(one)}`).join("")],
  ["escaped as in JSON", (secret) => JSON.stringify(secret).replaceAll("=", "\\u003d").replaceAll("/", "\\/")],
  ["in capitals", (secret) => secret.toUpperCase()],
  ["over two lines", (secret) => `${secret.slice(0, 4)}\n    ${secret.slice(4)}`],
  ["with invisible characters", (secret) => [...secret].join("\u200b")],
];

/** What of a secret may not be left, in any of the ways to write it. */
function isHidden(text: string, secret: string): boolean {
  const plain = text.replace(/[\s\u200b]|\\+x/g, "").toLowerCase();
  const base64 = btoa(secret).slice(0, -4);
  const forms = [secret, encodeURIComponent(secret), base64, hexOf(secret)].map((form) => form.toLowerCase());
  const digits = text.replace(/\D+/g, " ");
  return (
    forms.every((form) => form.length < 6 || !plain.includes(form)) &&
    !hexDigitsIn(text).includes(hexOf(secret)) &&
    !digits.includes(Buffer.from(secret).join(" "))
  );
}

function credentialOf({ headers }: RawRequest): string {
  return headers["x-goog-api-key"] ?? headers.authorization?.replace("Bearer ", "") ?? "";
}

/** Calls a server that answers with `make`, and returns the error and the events. */
async function refusedBy(make: (secret: string) => Uint8Array | string, options: Options, secret: string) {
  const server = await startRawServer((request) => request.socket.write(make(credentialOf(request))));
  const events: GeminiEvent[] = [];
  const environment = { GOOGLE_VERTEX_BASE_URL: server.url };
  const client = testClient(
    { ...options(secret, server.url), onEvent: (event) => events.push(event) },
    testPlatform({ environment }),
  );
  const error = await failureOf(client.generate("hi"));
  return { error, events };
}

const cases = ways.flatMap(([way, options]) => secrets.map(([form, secret]) => [way, form, options, secret] as const));

test.each(cases)(
  "F153 %s that is %s: an error shows nothing of it if a refusal repeats it",
  async (_way, _form, options, secret) => {
    for (const [how, write] of quotings) {
      const message = (own: string) => `You sent ${write(own)}, which is refused.`;
      const info = (own: string) => ({ reason: write(own), domain: write(own), metadata: {} });
      const links = (own: string) => ({
        links: [{ description: write(own), url: `https://x.google.com/${write(own)}` }],
      });
      const { error, events } = await refusedBy(
        (own) =>
          jsonReply(
            {
              error: {
                code: 403,
                message: message(own),
                status: "PERMISSION_DENIED",
                details: [info(own), links(own)],
              },
            },
            403,
            { "x-request-id": encodeURIComponent(own), "x-echo": encodeURIComponent(own), server: btoa(own) },
          ),
        options,
        secret,
      );
      expectHidden([secret], error, events, error.http);
      const shown = [error.message, error.raw, error.googleMessage, JSON.stringify(error), JSON.stringify(error.http)];
      expect([how, shown.filter((text) => !isHidden(text ?? "", secret))]).toEqual([how, []]);
      expect(error.message).toContain("[redacted]");
    }
  },
);

test.each(ways)("F153 %s in replies with status 200: an error, a page, a blocked prompt", async (_way, options) => {
  const secret = "sk-FAKEcanary12345678";
  const replies: readonly ((own: string) => Uint8Array)[] = [
    (own) => jsonReply({ error: { code: 500, message: `No: ${own}` } }),
    (own) => reply(200, `<html>${own}</html>`),
    (own) => jsonReply({ promptFeedback: { blockReason: "SAFETY", blockReasonMessage: own } }),
    (own) => jsonReply({ response: { promptFeedback: { blockReason: "SAFETY", blockReasonMessage: own } } }),
    (own) => jsonReply({ ineligibleTiers: [{ reasonCode: "X", reasonMessage: own, validationUrl: own }] }),
    (own) => reply(302, "", { location: `https://login.example/${own}?token=${own}`, "x-request-id": own }),
  ];
  for (const make of replies) {
    const { error, events } = await refusedBy(make, options, secret);
    expectHidden([secret], error, events, error.raw, error.http);
  }
});

test("F153 a body that ends within the credential, and a server that shortens it: no part of it is shown", async () => {
  const secret = "sk-FAKEcanary1234567890abcdef";
  const gemini: Options = (apiKey, baseUrl) => ({ backend: geminiApi({ apiKey, baseUrl }) });
  const long = await refusedBy((own) => reply(500, `${"x".repeat(64 * 1024 - 10)}${own}`), gemini, secret);
  expect(long.error.raw).toMatch(/^x+\[redacted\]$/);
  const short = await refusedBy((own) => reply(500, `Key ${own.slice(0, 16)}... is wrong`), gemini, secret);
  expect(short.error.raw).toBe("Key [redacted]... is wrong");
});

test("F153 the caller's own headers that look like credentials are hidden too; others are quoted", async () => {
  const headers = {
    cookie: "theme=dark; session=canary-session-1",
    "x-api-key": "canary-api-key-2",
    "x-gateway-token": "canary-token-3",
    "proxy-authorization": `Basic ${btoa("someone:canary-password-4")}`,
    "ocp-apim-subscription-key": "canary-subscription-5",
    "x-sessid": "canary-session-7",
    "x-upload-id": "canary-upload-8",
    "x-team": "fake-free-team",
  };
  const hidden = [
    "canary-session-1",
    "canary-api-key-2",
    "canary-token-3",
    "canary-password-4",
    "canary-subscription-5",
    "canary-session-7",
    "canary-upload-8",
  ];
  const server = await startRawServer(({ socket, headers: got }) =>
    socket.write(jsonReply({ error: { code: 400, message: Object.values(got).join(" "), status: "ABORTED" } }, 400)),
  );
  const client = testClient({ backend: geminiApi({ apiKey: "canary-key-6", baseUrl: server.url }), headers });
  const error = await failureOf(client.generate("hi"));
  expectHidden([...hidden, "canary-key-6", btoa("someone:canary-password-4")], error, error.raw);
  expect(error.raw).toContain("fake-free-team");
});

test("F153 a block reason that repeats the key", async () => {
  const apiKey = "canary-key-of-a-gateway";
  const reply = jsonReply({ promptFeedback: { blockReason: apiKey } });
  const server = await startRawServer(({ socket }) => socket.write(reply));
  const error = await failureOf(testClient({ backend: geminiApi({ apiKey, baseUrl: server.url }) }).generate("hi"));
  expect(error).toMatchObject({ code: "blocked", reason: "[redacted]" });
  expectHidden([apiKey], error);
});

test("F153 a list of models that repeats the key", async () => {
  const apiKey = "canary-key-of-a-gateway";
  const server = await startRawServer(({ socket, method }) =>
    socket.write(
      method === "GET"
        ? jsonReply({ models: [{ name: `models/${apiKey}`, supportedGenerationMethods: ["generateContent"] }] })
        : jsonReply({ error: { code: 404, message: "Unknown.", status: "NOT_FOUND" } }, 404),
    ),
  );
  const error = await failureOf(testClient({ backend: geminiApi({ apiKey, baseUrl: server.url }) }).generate("hi"));
  expect(error.code).toBe("model_unavailable");
  expectHidden([apiKey], error);
});

test("F153 a secret is redacted, whatever surrounds it", () => {
  // With some of the characters that begin escapes; what a reader decodes of them may not be too short to be looked for.
  const ownEscape = fc.constantFrom("%00", "%41", "%2541", "&amp;", "&#65;", "\\u0041", "\\", "%", "&");
  const secret = fc
    .array(fc.oneof(fc.stringMatching(/^[\x21-\x7e]{6,12}$/), ownEscape), { minLength: 1, maxLength: 6 })
    .map((pieces) => pieces.join(""))
    .filter((own) => own.replace(/%(?:25)*[0-9a-f]{2}|&#?\w{1,8};|\\+(?:u[0-9a-f]{4})?/gi, "").length >= 6);
  const written = fc.constantFrom(...quotings.slice(0, 3).map(([, write]) => write));
  fc.assert(
    fc.property(secret, written, fc.string(), fc.string(), (own, write, before, after) => {
      const redact = redactorFor(secretsIn({ authorization: `Bearer ${own}` }));
      const shown = redact(`${before}${write(own)}${after}`);
      expect(shown).toContain("[redacted]");
      if (!`${before}|${after}`.includes(own)) expect(shown.includes(own)).toBe(false);
    }),
    { numRuns: 60, seed: 153 },
  );
});

test("F153 a secret of fewer than six characters, and texts without secrets, stay as they are", () => {
  const redact = redactorFor(secretsIn({ "x-goog-api-key": "canar", authorization: "Bearer canary-token-77" }));
  for (const text of ["canar", "Bearer", "a %41 \\u0041 &amp; b", "canary-tok and more", ""])
    expect(redact(text)).toBe(text);
});

test("F153 hostile texts are processed quickly", () => {
  const redact = redactorFor(["canary".repeat(300), "%41%41%41%41"]);
  const texts = [
    "canary".repeat(11_000),
    "\\".repeat(65_000),
    "%25".repeat(21_000),
    " ".repeat(65_000),
    "&#".repeat(32_000),
    "4:".repeat(32_000),
    "0x".repeat(32_000),
    "63:61:6e:61:72:".repeat(4_300),
  ];
  for (const text of texts) expect(processorTimeOf(() => redact(text), 3)).toBeLessThan(1_000_000);
});

test("printing an error does not show raw", async () => {
  const { error } = await refusedBy(
    () => `${head(400, { "content-length": 10 })}raw-canary`,
    ways[0]![1],
    "fake-key-canary",
  );
  expect(error.raw).toBe("raw-canary");
  expectHidden(["raw-canary"], error);
  expect(Object.keys(error)).not.toContain("raw");
});
