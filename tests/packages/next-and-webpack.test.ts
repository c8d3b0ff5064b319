import { spawn } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createEmulator } from "@gemini-ts/emulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../run.ts";
import { copySdk, createProject, fixture, runProgram } from "./bundled-program.ts";
import { installFixture, installLimitMs } from "./install-fixture.ts";

// These tests take a minute on two free cores, half of it in Next.js; the limits are for a busy machine. The versions come
// from the lockfile of the fixture and are downloaded unless npm has them in its cache.
const buildLimitMs = 400_000;

let project = "";
beforeAll(async () => {
  project = await realpath(await mkdtemp(join(tmpdir(), "gemini-ts-next-")));
  await installFixture(fixture, project);
  await copySdk(project);
}, installLimitMs);
afterAll(() => rm(project, { recursive: true, force: true }));

// Without a flag, it is Turbopack.
test.each([
  ["Turbopack", []],
  ["webpack", ["--webpack"]],
])(
  "Next.js builds with %s and without any configuration, and its route answers",
  async (_bundler, flags) => {
    const next = join(project, "node_modules/next/dist/bin/next");
    const environment = { NEXT_TELEMETRY_DISABLED: "1" };
    const built = await run(process.execPath, [next, "build", ...flags], project, project, environment, buildLimitMs);
    expect(built).toMatchObject({ exitCode: 0 });
    expect(built.stdout + built.stderr).not.toContain("google-auth-library");

    await using emulator = createEmulator();
    const variables = { GEMINI_API_KEY: "fake-key-canary", GOOGLE_GEMINI_BASE_URL: await emulator.listen() };
    await using server = await startNext(next, { ...environment, ...variables });
    const response = await fetch(`${server.url}/ask`);
    expect({ status: response.status, text: await response.text() }).toEqual({ status: 200, text: "2 + 2 = 4." });
  },
  buildLimitMs,
);

test(
  "webpack builds for Node with a warning, and the program answers; Vertex AI says to install google-auth-library",
  async () => {
    const folder = join(project, "without");
    await createProject(folder, { withPeer: false });
    const warnings = await buildWithWebpack(folder);
    expect(warnings.map((warning) => /Can't resolve '([^']+)'/.exec(warning)?.[1]).sort()).toEqual([
      "@cfworker/json-schema",
      "google-auth-library",
    ]);
    expect(await runProgram(folder, "gemini-api")).toContain("4");
    const failure = await runProgram(folder, "vertex");
    expect(failure).toMatch(/^dependency_missing: .*npm install google-auth-library@10/);
  },
  buildLimitMs,
);

test(
  "webpack bundles google-auth-library if it is installed, and the program uses Application Default Credentials",
  async () => {
    const folder = join(project, "with");
    await createProject(folder, { withPeer: true });
    expect((await buildWithWebpack(folder)).join()).not.toContain("google-auth-library");
    expect(await runProgram(folder, "vertex")).toContain("4");
  },
  buildLimitMs,
);

/** Builds `program.js` of a folder and returns the first lines of the warnings. */
async function buildWithWebpack(folder: string): Promise<string[]> {
  const built = await run(process.execPath, ["webpack.js", folder], project, project, {}, buildLimitMs);
  expect(built).toMatchObject({ exitCode: 0, stderr: "" });
  return JSON.parse(built.stdout);
}

/** Runs `next start` on a free port of loopback until it is disposed of. */
async function startNext(next: string, environment: Readonly<Record<string, string>>) {
  const { PATH, SystemRoot = "" } = process.env;
  const child = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", "0"], {
    cwd: project,
    env: { PATH, SystemRoot, HOME: project, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
    timeout: buildLimitMs,
  });
  const closed = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const stop = async () => {
    child.kill();
    await closed;
  };
  let url: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    url ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (line.includes("Ready")) break;
  }
  child.stdout.resume();
  if (url !== undefined) return { url, [Symbol.asyncDispose]: stop };
  await stop();
  throw new Error("next start ended without naming its address.");
}
