import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator, type Emulator } from "@gemini-ts/emulator";
import { type BuildOptions, build } from "esbuild";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { run, runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";
import { installFixture, installLimitMs } from "./install-fixture.ts";

// One program on real runtimes, over sockets. Their versions come from the lockfile of the fixture.

/** What the program shows on every runtime. */
const SHOWN = {
  once: "It is blue.",
  stream: "one two three four",
  retry: "At the third attempt. model_overloaded,server_error",
  cut: "stream_interrupted",
  reset: "stream_interrupted",
  "bad chunk": "stream_interrupted",
  restart: "one two three four",
  abort: "aborted",
  timeout: "timeout",
  break: "one",
  "keep partial": "one two: one two",
  chat: "Your name is Ann. 4",
  tools: "It rains in Oslo.",
  "typed output": 1233,
  "web stream": "text/event-stream 5",
  quota: "quota_exhausted",
  blocked: "blocked",
  login: "It is blue.",
  "next login": "one two three four",
};

const fixture = join(root, "tests/packages/runtimes");
const folder = join(inject("consumer"), "runtimes");
const onLinux = process.platform === "linux" && process.arch === "x64";

beforeAll(async () => {
  await installFixture(fixture, folder);
  // The fixture is installed without the scripts of packages: this one puts the binary in its place.
  await runToSuccess(process.execPath, ["node_modules/bun/install.js"], folder);
}, installLimitMs);

async function startEmulator(): Promise<{ readonly emulator: Emulator; readonly url: string }> {
  const emulator = createEmulator();
  for (const [matcher, answer] of JSON.parse(await readFile(join(fixture, "answers.json"), "utf8"))) {
    emulator.on(matcher, answer);
  }
  return { emulator, url: await emulator.listen() };
}

/** What a program printed as JSON. What runtimes log about broken connections is on stderr. */
async function shownBy(command: string, commandArguments: readonly string[], environment = {}): Promise<unknown> {
  const { exitCode, stdout, stderr } = await run(command, commandArguments, folder, folder, environment);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout);
}

/** Fails unless the program ended on the wire what it aborted, left or cut short. */
async function expectNothingOpen({ calls }: Emulator): Promise<void> {
  await expect.poll(() => calls.filter(({ outcome }) => outcome === "pending")).toEqual([]);
  const outcomes = calls.flatMap(({ prompt, outcome }) => (prompt === "Pause" ? [outcome] : []));
  expect(outcomes).toEqual(["abandoned", "abandoned", "abandoned"]);
}

const nodes = onLinux
  ? [22, 24, 26].map((version) => [`Node ${version}`, `node_modules/node-${version}/bin/node`])
  : [];
const natives: readonly (readonly string[])[] = [
  [`Node ${process.versions.node.split(".")[0]}`, process.execPath],
  ...nodes,
  ["Bun", "node_modules/.bin/bun"],
  ["Deno", "node_modules/.bin/deno", "run", "--allow-all"],
];

describe.each(natives)("on %s", (name = "", command = "", ...flags) => {
  const runNative = async (...given: readonly string[]) => {
    const home = await mkdtemp(join(folder, "home-"));
    return { home, start: () => shownBy(command, [...flags, "native.mjs", home, ...given]) };
  };

  test("a program that streams, chats, retries, is cut off and signs in sees what it should", async () => {
    const { emulator, url } = await startEmulator();
    const { home, start } = await runNative(url);
    await writeFile(join(home, "login.json"), JSON.stringify(emulator.login({ expiresInMs: 0 })), { mode: 0o600 });
    expect(await start()).toEqual(SHOWN);
    await expectNothingOpen(emulator);
    expect(emulator.calls[0]?.headers["user-agent"]).toContain(name.toLowerCase().replace(" ", "/"));
    // The second client of the login found the token of the first in the cache.
    expect(emulator.calls.filter(({ operation }) => operation === "token")).toHaveLength(1);
    await emulator.close();
  });

  test("the same program runs with an emulator of its own", async () => {
    const { start } = await runNative();
    expect(await start()).toEqual(SHOWN);
  });
});

/** Bundles a program of the fixture, without the validator that none of them needs. */
async function bundle(name: string, options: BuildOptions): Promise<void> {
  const external = ["@cfworker/json-schema"];
  const common = { absWorkingDir: folder, bundle: true, external, outdir: "bundles", logLevel: "warning" } as const;
  await build({ ...common, entryPoints: [name], ...options });
}

/** Programs that show the steps on a runtime without files, given a URL and the access tokens of a login. */
const webs: Readonly<Record<string, (url: string, tokens: string) => Promise<unknown>>> = {
  "a Worker": async (url, tokens) => {
    await bundle("worker.mjs", { conditions: ["workerd", "worker"], format: "esm" });
    await writeFile(join(folder, "bundles/url.json"), JSON.stringify(url));
    await writeFile(join(folder, "bundles/tokens.json"), tokens);
    return shownBy(process.execPath, ["node_modules/workerd/bin/workerd", "test", "workerd.capnp"]);
  },
  "an edge function": async (url, tokens) => {
    await bundle("web.mjs", { conditions: ["edge-light"], format: "iife", globalName: "web" });
    return shownBy(process.execPath, ["edge.mjs", url, tokens]);
  },
  "Deno with no permission but the network": (url, tokens) =>
    shownBy("node_modules/.bin/deno", ["run", "--no-prompt", "--allow-net", "restricted.mjs", url, tokens]),
  ...(onLinux && {
    "a page from Vite's server in Chromium": (url: string, tokens: string) => shownInChromium("serve", url, tokens),
    "a page that Vite built in Chromium": (url: string, tokens: string) => shownInChromium("build", url, tokens),
  }),
};

/** Chromium is unpacked into the folder for temporary files, and so are libraries that a server lacks, if a Lambda's Node is named. */
function shownInChromium(...given: readonly string[]): Promise<unknown> {
  return shownBy(process.execPath, ["browser.mjs", ...given], { AWS_LAMBDA_JS_RUNTIME: "24.x", TMPDIR: folder });
}

test.each(Object.keys(webs))("the same program sees the same without files, on %s", async (name) => {
  const { emulator, url } = await startEmulator();
  const expired = emulator.login().access_token;
  emulator.expireTokens();
  expect(await webs[name]?.(url, JSON.stringify([expired, emulator.login().access_token]))).toEqual(SHOWN);
  await expectNothingOpen(emulator);
  await emulator.close();
});
