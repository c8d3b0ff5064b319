import { createEmulator } from "@gemini-ts/emulator";
import { afterEach, expect, test, vi } from "vitest";
import { codeAssist, createFileTokenCache, GeminiClient, geminiApi } from "../../src/index.ts";
import { disk } from "../../src/platform/disk.node.ts";
import { platform as nodePlatform } from "../../src/platform/platform.node.ts";
import { failureOf, testClient } from "../support/clients.ts";
import { testPlatform } from "../support/platform.ts";

/** What Deno 2 throws if the program lacks a permission. */
function denial(access: string, name: string): Error {
  const message = `Requires ${access} access to "${name}", run again with the --allow-${access} flag`;
  return Object.assign(new Error(message), { name: "NotCapable" });
}

/** Gives the program these variables until the test ends; without them, Deno denies all variables. */
function useVariables(variables?: Readonly<Record<string, string>>): void {
  const get = (_own: object, name: string) => {
    if (variables === undefined) throw denial("env", name);
    return variables[name];
  };
  const env = new Proxy({}, { get });
  const member = (own: NodeJS.Process, name: string | symbol) => (name === "env" ? env : Reflect.get(own, name));
  vi.stubGlobal("process", new Proxy(process, { get: member }));
}

/** Denies all files until the test ends. */
function denyFiles(): void {
  vi.spyOn(disk, "read").mockImplementation((path) => Promise.reject(denial("read", path)));
  vi.spyOn(disk, "stat").mockResolvedValue(undefined);
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const HOME = process.platform === "win32" ? "USERPROFILE" : "HOME";

test("F315 without --allow-sys, the home folder is that of the environment", () => {
  useVariables({ [HOME]: "/home/fake" });
  expect(nodePlatform.homeDirectory()).toBe("/home/fake");
});

test("F315 without --allow-env, the home folder is that of the system", () => {
  const home = nodePlatform.homeDirectory();
  useVariables();
  expect(nodePlatform.homeDirectory()).toBe(home);
});

test("F315 without both, the error about the login names both", async () => {
  useVariables();
  // Deno throws if the system is asked, which is no home folder.
  const client = testClient({ backend: "code-assist" }, { ...nodePlatform, homeDirectory: () => undefined });
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "no_credentials", variable: HOME });
  expect(error.remedy).toContain(`Deno does not allow this program to read ${HOME}`);
  expect(error.remedy).toContain("--allow-env or --allow-sys=homedir");
});

test.each([
  ["NotCapable", "Deno 2"],
  ["PermissionDenied", "Deno 1"],
])("F316 the network is denied (%s, %s): one attempt, and the flag", async (name) => {
  let sent = 0;
  const fetch = async (): Promise<never> => {
    sent += 1;
    throw Object.assign(new Error('Requires net access to "localhost:1", run again with the --allow-net flag'), {
      name,
    });
  };
  const backend = geminiApi({ apiKey: "fake-key-canary", baseUrl: "http://localhost:1" });
  const error = await failureOf(testClient({ backend, fetch, retry: { maxAttempts: 3 } }).generate("hi"));
  expect(error).toMatchObject({
    code: "connection_failed",
    reason: "NOT_CAPABLE",
    retryable: false,
    attempts: 1,
    summary: "Deno does not allow this program to connect to localhost:1.",
    remedy: "Run it with --allow-net=localhost:1.",
  });
  expect(sent).toBe(1);
});

test("F316 the operating system refuses a connection, also with Deno 1's name: it is no permission of Deno", async () => {
  const fetch = () =>
    Promise.reject(Object.assign(new Error("Permission denied (os error 13)"), { name: "PermissionDenied" }));
  const error = await failureOf(testClient({ apiKey: "fake-key-canary", fetch }).generate("hi"));
  expect(error).toMatchObject({ code: "connection_failed", reason: "unknown", retryable: true });
});

test("F316 a login file that is named may not be read: the error names the flag", async () => {
  denyFiles();
  const backend = codeAssist({ credentialsPath: "/fake/oauth_creds.json" });
  const error = await failureOf(testClient({ backend }).generate("hi"));
  expect(error).toMatchObject({
    code: "credentials_unreadable",
    path: "/fake/oauth_creds.json",
    remedy: "Run it with --allow-read=/fake/oauth_creds.json.",
  });
});

test("F316 no sign-in is found, and neither variables nor files may be read: the error names both flags", async () => {
  useVariables();
  denyFiles();
  await using client = new GeminiClient();
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "no_credentials", reason: "nothing_found" });
  expect(error.remedy).toContain("Deno does not allow this program to read GEMINI_API_KEY: run it with --allow-env.");
  expect(error.remedy).toContain("run the program with --allow-read.");
});

test("F316 the credentials of Vertex AI may not be read: the error names the flag", async () => {
  denyFiles();
  const platform = testPlatform({ environment: { GOOGLE_APPLICATION_CREDENTIALS: "/fake/key.json" } });
  const error = await failureOf(testClient({ backend: "vertex", project: "fake-project" }, platform).generate("hi"));
  expect(error).toMatchObject({
    code: "credentials_unreadable",
    path: "/fake/key.json",
    remedy: "Run it with --allow-read=/fake/key.json.",
  });
});

test("F316 the token cache may not be read: a warning names the flag, and the call works", async () => {
  await using emulator = createEmulator();
  const messages: string[] = [];
  const platform = testPlatform({ environment: { CODE_ASSIST_ENDPOINT: "https://fake.invalid" } });
  const text = JSON.stringify(emulator.login());
  const read = async (path: string, longest: number) =>
    path === "/fake/oauth_creds.json" ? new TextEncoder().encode(text) : platform.files.read(path, longest);
  denyFiles();
  const client = testClient(
    {
      backend: codeAssist({
        credentialsPath: "/fake/oauth_creds.json",
        tokenCache: createFileTokenCache({ folder: "/fake/tokens" }, platform),
      }),
      fetch: emulator.fetch,
      onEvent: (event) => void (event.type === "warning" && messages.push(event.message)),
    },
    { ...platform, files: { ...platform.files, read } },
  );
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(messages.join()).toContain("(Deno requires --allow-read)");
});
