import { runInNewContext } from "node:vm";
import { createEmulator } from "@gemini-ts/emulator";
import { build } from "esbuild";
import type * as sdk from "gemini-ts";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { apiErrorNames, errorForms } from "../../packages/emulator/src/faults/errors/error-names.ts";
import { foreignRows } from "../../packages/sdk/src/errors/foreign-options.ts";
import { callOptionCases } from "../../packages/sdk/test/options/support/call-option-cases.ts";
import { clientOptionCases } from "../../packages/sdk/test/options/support/client-option-cases.ts";

/**
 * What neither browsers nor edge runtimes have: variables, commands, files, agents, and the sign-ins that need them. A package
 * is installed before the build.
 */
const NOT_THERE = new RegExp(
  [
    /\b(?:GEMINI|GOOGLE|CODE_ASSIST|CLOUDSDK|HTTPS?|NODE?)_[A-Z_]+|\b(?:HOME|USERPROFILE)\b/,
    /environment variable(?!s and no login files)|\bvariables? that\b/,
    /home folder|(?<!no )login files?\b|\.env\b/,
    /`gemini`|Gemini CLI's login|\bgcloud\b|\bchmod\b|\bnpx\b|Application Default Credentials(?! is not available)/,
    /(?<!Option )`agent`|\bhttps?\.Agent\b|\bNode\b/,
    // A name alone selects a sign-in that is found in files and variables.
    /backend: "(?:vertex|code-assist)"|backend: vertex\(\{ (?!apiKey\b)(?![^}]*\baccessToken\b)/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

test.each([
  "Set GEMINI_API_KEY.",
  "run `gemini`",
  "pass an `agent`",
  "the login file",
  "chmod 600",
  'Pass `backend: "vertex"`.',
  "Pass `backend: vertex({ project, location })`.",
])("what does not exist there is noticed: %s", (text) => expect(text).toMatch(NOT_THERE));

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

/** Calls that fail because of what they lack or got. */
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
  "no login file of codeAssist()": () => bundle.query("Hi", { backend: bundle.codeAssist({}) }),
  "a fallback model of another service": async () => {
    const emulator = createEmulator();
    emulator.on({}, { error: "overloaded" });
    const fallbackModels = ["google/gemini-2.5-flash"];
    const retry = { maxAttempts: 2, initialDelayMs: 1 };
    await bundle.query("Hi", { apiKey: "fake-key", fetch: emulator.fetch, fallbackModels, retry });
  },
};

test.each(Object.keys(mistakes))(
  "F317 in the build for browsers, the error for %s names only what exists there",
  async (mistake) => {
    expectWebTerms(await failureOf(async () => mistakes[mistake]?.()));
  },
);

/** What the `fetch` of a program for other runtimes fails with. */
const failures: Readonly<Record<string, object>> = {
  "no reason": {},
  "a host that is not found": { code: "ENOTFOUND", syscall: "getaddrinfo", hostname: "fake.invalid" },
  "a proxy that is not found": { code: "ENOTFOUND", syscall: "getaddrinfo", hostname: "proxy.invalid" },
  "a proxy that requires a login": { code: "ERR_PROXY_TUNNEL", statusCode: 407 },
  "a proxy that refuses": { code: "ERR_PROXY_TUNNEL", statusCode: 403 },
  "a proxy that fails": { code: "ERR_PROXY_TUNNEL", statusCode: 502 },
  "an untrusted certificate": { code: "SELF_SIGNED_CERT_IN_CHAIN" },
  "a certificate of another host": { code: "ERR_TLS_CERT_ALTNAME_INVALID" },
  "an expired certificate": { code: "CERT_HAS_EXPIRED" },
  "a certificate that is not valid yet": { code: "CERT_NOT_YET_VALID" },
  "a missing client certificate": { code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED" },
  "an unreadable key": { code: "ERR_OSSL_UNSUPPORTED" },
  "a refused handshake": { code: "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE" },
  "no common version": { code: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" },
  "no TLS": { code: "ERR_SSL_WRONG_VERSION_NUMBER" },
  "TLS for http": { code: "ERR_SSL_HTTP_REQUEST" },
};

test.each(Object.keys(failures))(
  "F317 in the build for browsers, the error for a fetch that fails with %s names only what exists there",
  async (failure) => {
    const cause = Object.assign(new Error("fake"), failures[failure]);
    const fetch = () => Promise.reject(Object.assign(new TypeError("fetch failed"), { cause }));
    for (const baseUrl of [undefined, "https://fake.invalid", "http://localhost:1"]) {
      const backend = bundle.geminiApi({ apiKey: "fake-key", baseUrl });
      expectWebTerms(await failureOf(() => bundle.query("Hi", { backend, fetch, maxRetries: 0 })));
    }
  },
);

/** What takes options, and how a name is passed to it. Names of nested options start with its name. */
const takers: Readonly<Record<string, (name: string) => Promise<unknown> | unknown>> = {
  client: (name) => new bundle.GeminiClient({ apiKey: "fake-key", [name]: 1 }),
  call: (name) => new bundle.GeminiClient({ apiKey: "fake-key" }).generate("Hi", { [name]: 1 }),
  chat: (name) => new bundle.GeminiClient({ apiKey: "fake-key" }).chat({ [name]: 1 }),
  geminiApi: (name) => bundle.geminiApi({ [name]: 1 }),
  vertex: (name) => bundle.vertex({ [name]: 1 }),
  codeAssist: (name) => bundle.codeAssist({ [name]: 1 }),
  tool: (name) => bundle.tool({ name: "fake", description: "fake", execute: () => "", [name]: 1 } as never),
  retry: (name) => bundle.query("Hi", { retry: { [name]: 1 } }),
  timeouts: (name) => bundle.query("Hi", { timeouts: { [name]: 1 } }),
  toolLoop: (name) => bundle.query("Hi", { toolLoop: { [name]: 1 } }),
};
const foreignNames = foreignRows.flatMap(([names]) => names.split(" "));
const foreign = foreignNames.flatMap((name) => {
  const [owner = "", member] = name.split(".");
  if (member !== undefined) return [[owner, member] as const];
  return ["client", "call", "chat", "geminiApi", "vertex", "codeAssist"].map((taker) => [taker, name] as const);
});

test.each(foreign)(
  "F317 in the build for browsers, %s: the hint for %s names only what exists there",
  async (to, name) => {
    expectWebTerms(await failureOf(async () => takers[to]?.(name)));
  },
);

const wrong = Object.entries({ ...callOptionCases, ...clientOptionCases }).flatMap(([option, { wrong }]) =>
  wrong.map(({ got, value }) => [option, got, value] as const),
);

test.each(wrong)(
  "F317 in the build for browsers, the error for %s that is %s names only what exists there",
  async (option, _, value) => {
    expectWebTerms(await failureOf(async () => new bundle.GeminiClient({ [option]: value })));
  },
);

/** Options of which some exclude each other. */
const options: readonly (() => sdk.GeminiOptions)[] = [
  () => ({ apiKey: "fake-key" }),
  () => ({ credentialsPath: "/fake" }),
  () => ({ tokenCache: new Map() }),
  () => ({ project: "fake-project" }),
  () => ({ fetch: globalThis.fetch }),
  () => ({ agent: { addRequest: () => {} } }),
  ...(["gemini-api", "vertex", "code-assist"] as const).map((backend) => () => ({ backend })),
  ...Object.values(ways).map((backend) => () => ({ backend: backend() })),
];
const pairs = options.flatMap((one, index) => options.slice(index + 1).map((other) => [one, other] as const));

test("F317 in the build for browsers, the errors for options that exclude each other name only what exists there", async () => {
  const errors = pairs.map(([one, other]) => {
    const given = { ...one(), ...other() };
    try {
      return new bundle.GeminiClient(given) && undefined;
    } catch (error) {
      return error as sdk.GeminiError;
    }
  });
  const found = errors.filter((error) => error !== undefined);
  expect(found.length).toBeGreaterThan(20);
  found.forEach(expectWebTerms);
});
