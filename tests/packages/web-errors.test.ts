import { runInNewContext } from "node:vm";
import { createEmulator } from "@gemini-ts/emulator";
import { build } from "esbuild";
import type * as sdk from "gemini-ts";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { apiErrorNames, errorForms } from "../../packages/emulator/src/faults/errors/error-names.ts";

/** What neither browsers nor edge runtimes have: variables, commands, files, agents. A package is installed before the build. */
const NOT_THERE =
  /\b(?:GEMINI|GOOGLE|CODE_ASSIST|CLOUDSDK|HTTPS?|NO)_[A-Z_]+|environment variable(?!s and no login files)|`gemini`|\bgcloud\b|(?<!Option )`agent`|\bhttps?\.Agent\b|\bNODE_|home folder|(?<!no )login file|\.env\b|chmod|npx|Node's/;

test.each(["Set GEMINI_API_KEY.", "run `gemini`", "pass an `agent`", "the login file", "chmod 600"])(
  "what does not exist there is noticed: %s",
  (text) => expect(text).toMatch(NOT_THERE),
);

let bundle: typeof sdk;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: 'export * from "gemini-ts";', resolveDir: inject("consumer") },
    platform: "browser",
    bundle: true,
    external: ["@cfworker/json-schema"],
    format: "iife",
    globalName: "bundle",
    write: false,
    logLevel: "silent",
  });
  // The program shares this realm's globals, so that the errors of its fetch are those of the emulator.
  bundle = runInNewContext(`${outputFiles[0]?.text}; bundle`, webGlobals());
});

/** The globals that this runtime shares with browsers, without Node's own. */
function webGlobals(): Record<string, unknown> {
  const names = Object.getOwnPropertyNames(globalThis).filter(
    (name) => !/^(?:process|Buffer|require|global)/.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, Reflect.get(globalThis, name)]));
}

/** The ways to sign in without files and variables. */
const ways: Readonly<Record<string, () => sdk.Backend>> = {
  geminiApi: () => bundle.geminiApi({ apiKey: "fake-key" }),
  "vertex with a key": () => bundle.vertex({ apiKey: "fake-key" }),
  "vertex with a token": () => bundle.vertex({ accessToken: "fake-token", project: "fake-project" }),
  codeAssist: () => bundle.codeAssist({ accessToken: "fake-token" }),
};

async function failureOf(work: () => Promise<unknown>): Promise<sdk.GeminiError> {
  try {
    await work();
  } catch (error) {
    expect(bundle.isGeminiError(error)).toBe(true);
    return error as sdk.GeminiError;
  }
  throw new Error("The call did not fail.");
}

function expectWebTerms({ message, code, variable }: sdk.GeminiError): void {
  expect(NOT_THERE.exec(message)?.[0], `${code}: ${message}`).toBeUndefined();
  expect(variable, message).toBeUndefined();
}

describe.each(Object.keys(ways))("F317 in the build for browsers, over %s", (way) => {
  test.each(apiErrorNames)("the error %s names only what exists there", async (error) => {
    const emulator = createEmulator({ accessTokens: ["fake-token"] });
    emulator.on({}, { error });
    const client = new bundle.GeminiClient({ backend: ways[way]?.(), fetch: emulator.fetch, maxRetries: 0 });
    expectWebTerms(await failureOf(() => client.generate("Hi")));
  });

  test.each(errorForms)("an error in the form %s names only what exists there", async (errorForm) => {
    const emulator = createEmulator({ accessTokens: ["fake-token"] });
    emulator.on({}, { error: "overloaded", errorForm });
    const client = new bundle.GeminiClient({ backend: ways[way]?.(), fetch: emulator.fetch, maxRetries: 0 });
    expectWebTerms(await failureOf(() => client.generate("Hi")));
  });
});

/** Calls that fail before anything is sent. */
const mistakes: Readonly<Record<string, () => Promise<unknown> | unknown>> = {
  "no sign-in": () => bundle.query("Hi"),
  "a backend by name without a key": () => bundle.query("Hi", { backend: "gemini-api" }),
  "Vertex AI by name": () => bundle.query("Hi", { backend: "vertex", project: "fake-project" }),
  "Vertex AI without a token": () => bundle.query("Hi", { backend: bundle.vertex({ project: "fake-project" }) }),
  "Vertex AI without a project": () => bundle.query("Hi", { backend: bundle.vertex({ accessToken: "fake-token" }) }),
  "Code Assist by name": () => bundle.query("Hi", { backend: "code-assist" }),
  "a login file": () => bundle.query("Hi", { credentialsPath: "/fake" }),
  "a login file of codeAssist()": () =>
    bundle.query("Hi", { backend: bundle.codeAssist({ credentialsPath: "/fake" }) }),
  "an agent": () => new bundle.GeminiClient({ apiKey: "fake-key", agent: { addRequest: () => {} } }),
  "a proxy": () => new bundle.GeminiClient({ proxy: "http://localhost" } as object),
  "an agent of another client": () => new bundle.GeminiClient({ httpsAgent: {} } as object),
  "an address": () => new bundle.GeminiClient({ baseURL: "https://fake.invalid" } as object),
  "a location": () => new bundle.GeminiClient({ location: "global" } as object),
  "a level of the log": () => new bundle.GeminiClient({ logLevel: "debug" } as object),
  credentials: () => new bundle.GeminiClient({ credentials: {} } as object),
  "an address of Vertex AI": () => bundle.vertex({ baseUrl: "https://fake.invalid" } as object),
  "no network": () =>
    bundle.query("Hi", {
      apiKey: "fake-key",
      fetch: () => Promise.reject(new TypeError("Failed to fetch")),
      maxRetries: 0,
    }),
};

test.each(Object.keys(mistakes))(
  "F317 in the build for browsers, the error for %s names only what exists there",
  async (mistake) => {
    expectWebTerms(await failureOf(async () => mistakes[mistake]?.()));
  },
);
