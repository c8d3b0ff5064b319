import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { runToSuccess } from "../run.ts";

// How soon a script has its first answer is, for the most part, how much it loads. That is counted here, without a clock.

const consumer = inject("consumer");

/** What a program has loaded beside itself and what every Node loads. */
interface Loaded {
  /** Files of packages. */
  readonly files: readonly string[];
  /** Node's own modules, inner ones included. */
  readonly builtins: readonly string[];
}

let atImport: Loaded;
let atFirstAnswer: Loaded;

beforeAll(async () => {
  const answer = { candidates: [{ content: { role: "model", parts: [{ text: "Yes." }] }, finishReason: "STOP" }] };
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await writeFile(join(consumer, "loaded.mjs"), program);
    const printed = await runToSuccess(process.execPath, ["loaded.mjs", baseUrl], consumer);
    [atImport, atFirstAnswer] = JSON.parse(printed);
  } finally {
    server.close();
  }
});

const filesAtStart = ["core.js", "index.js"];

test("an import loads two files, with nothing that only some calls need", () => {
  expect(atImport.files).toEqual(filesAtStart);
});

test("an import loads little of Node: neither HTTP nor cryptography, and no standard stream", () => {
  const notable = atImport.builtins.filter((name) => !name.startsWith("internal/"));
  expect(["async_hooks", "os", "path", "stream", "url"]).toEqual(expect.arrayContaining(notable));
  expect(atImport.builtins.filter((name) => /crypto|undici|readline|report/.test(name))).toEqual([]);
});

test("a first answer with an API key loads HTTP, and no other file", () => {
  expect(atFirstAnswer.files).toEqual(filesAtStart);
  expect(atFirstAnswer.builtins).toContain("http");
  const notNeeded = /^(?:https|tls|zlib|crypto|dns|fs\/promises)$|webcrypto|undici|readline/;
  expect(atFirstAnswer.builtins.filter((name) => notNeeded.test(name))).toEqual([]);
});

// The inspector tells of every file, also of those that another loads. The streams are there in any program that prints.
const program = `
import { Session } from "node:inspector";

const files = [];
const session = new Session();
session.connect();
session.on("Debugger.scriptParsed", ({ params: { url } }) => {
  const [, file] = url.split("/node_modules/gemini-ts/dist/");
  if (url.startsWith("file:")) files.push(file ?? url);
});
session.post("Debugger.enable");
files.length = 0;
const before = new Set(process.moduleLoadList);
const loaded = () => {
  const modules = process.moduleLoadList.filter((entry) => entry.startsWith("NativeModule ") && !before.has(entry));
  return { files: [...files].sort(), builtins: modules.map((entry) => entry.slice("NativeModule ".length)) };
};

const { GeminiClient, geminiApi } = await import("gemini-ts");
const atImport = loaded();
const client = new GeminiClient({ backend: geminiApi({ apiKey: "fake-key", baseUrl: process.argv[2] }) });
await client.generate("canary-question");
const atFirstAnswer = loaded();
await client.close();
console.log(JSON.stringify([atImport, atFirstAnswer]));
`;
