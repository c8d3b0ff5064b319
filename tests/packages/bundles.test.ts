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
  test("imports nothing, and answers without Node's globals through the fetch it is given", async () => {
    const { outputFiles, metafile, warnings } = await build({
      ...options,
      stdin: { contents: 'export * from "gemini-ts";', resolveDir: inject("consumer") },
      bundle: true,
      format: "iife",
      globalName: "bundle",
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    expect(warnings).toEqual([]);
    expect(Object.values(metafile.outputs).flatMap((output) => output.imports)).toEqual([]);

    const context = createContext({ ...webGlobals });
    const { GeminiClient, geminiApi }: typeof sdk = runInContext(`${outputFiles[0]?.text}; bundle`, context);
    const emulator = createEmulator();
    const client = new GeminiClient({
      backend: geminiApi({ apiKey: "fake-key", baseUrl: "https://emulator.example" }),
      fetch: async (...request: Parameters<typeof fetch>) => emulator.fetch(new Request(...request)),
    });
    expect((await client.sendMessage("What is 2+2?")).text).toContain("4");
    await client.close();
  });
});
