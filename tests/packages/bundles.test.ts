import { createContext, runInContext } from "node:vm";
import { createEmulator } from "@gemini-ts/emulator";
import { type BuildOptions, build } from "esbuild";
import type * as sdk from "gemini-ts";
import { describe, expect, inject, test } from "vitest";

const targets: [string, BuildOptions][] = [
  ["a browser", { platform: "browser" }],
  ["an edge worker", { platform: "neutral", conditions: ["worker", "import"] }],
  ["an edge function", { platform: "neutral", conditions: ["edge-light", "import"] }],
];

// What browsers and edge runtimes share. Node's own globals (process, Buffer, require, global, setImmediate) are absent,
// and so are `fetch` and `console`: the client is given a fetch, and has nothing to print.
const webGlobals = {
  AbortController,
  AbortSignal,
  ArrayBuffer,
  DOMException,
  DecompressionStream,
  Event,
  EventTarget,
  Headers,
  ReadableStream,
  Request,
  Response,
  TextDecoder,
  TextDecoderStream,
  TextEncoder,
  TransformStream,
  URL,
  URLSearchParams,
  Uint8Array,
  WritableStream,
  atob,
  btoa,
  clearTimeout,
  crypto,
  performance,
  queueMicrotask,
  setTimeout,
  structuredClone,
};

describe.each(targets)("the main entry, bundled for %s", (_name, options) => {
  test("imports nothing but an optional package, and answers without Node's globals through the fetch it is given", async () => {
    const { outputFiles, metafile, warnings } = await build({
      ...options,
      stdin: { contents: 'export * from "gemini-ts";', resolveDir: inject("consumer") },
      bundle: true,
      // The command has installed it here; a program that has no plain JSON Schema need not have it.
      external: ["@cfworker/json-schema"],
      format: "iife",
      globalName: "bundle",
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    expect(warnings).toEqual([]);
    // The validator of plain JSON Schema would be loaded when first needed.
    expect(Object.values(metafile.outputs).flatMap((output) => output.imports)).toEqual([
      { path: "@cfworker/json-schema", kind: "dynamic-import", external: true },
    ]);

    const context = createContext({ ...webGlobals });
    const { GeminiClient, geminiApi }: typeof sdk = runInContext(`${outputFiles[0]?.text}; bundle`, context);
    expect(await answerTo("What is 2+2?", { GeminiClient, geminiApi })).toContain("4");
    expect(await failureWith(new GeminiClient())).toMatchObject({
      code: "no_credentials",
      option: "apiKey",
      message: expect.stringMatching(/`new GeminiClient\(\{ apiKey \}\)`(?!.*(?:GEMINI_API_KEY|`gemini`))/),
    });
    expect(await failureWith(new GeminiClient({ backend: "gemini-api" }))).toMatchObject({ option: "apiKey" });
    const unreachable = () => Promise.reject(new TypeError("Failed to fetch"));
    const alone = new GeminiClient({ apiKey: "fake-key", fetch: unreachable, maxRetries: 0 });
    expect(await failureWith(alone)).toMatchObject({
      code: "connection_failed",
      reason: "unknown",
      message: expect.stringMatching(/failed \(the runtime gave no reason\)\..*CORS.*`baseUrl`(?!.*`agent`)/),
    });
  });
});

async function answerTo(prompt: string, { GeminiClient, geminiApi }: Pick<typeof sdk, "GeminiClient" | "geminiApi">) {
  const emulator = createEmulator();
  const fetch = async (...request: Parameters<typeof globalThis.fetch>) => emulator.fetch(new Request(...request));
  const baseUrl = "https://emulator.example";
  const clients = [
    new GeminiClient({ backend: geminiApi({ apiKey: "fake-key", baseUrl }), fetch }),
    new GeminiClient({ apiKey: "fake-key", fetch }),
  ];
  const answers = await Promise.all(clients.map(async (client) => (await client.sendMessage(prompt)).text));
  expect(new Set(answers).size).toBe(1);
  await Promise.all(clients.map((client) => client.close()));
  return answers[0];
}

async function failureWith(client: sdk.GeminiClient): Promise<unknown> {
  return client.generate("What is 2+2?").then(
    () => "no failure",
    (error: unknown) => error,
  );
}
