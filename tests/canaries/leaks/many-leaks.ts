import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, test } from "vitest";
import { GeminiClient, GeminiError, geminiApi } from "../../../packages/sdk/src/index.ts";
import { createWorld } from "../../../packages/sdk/test/auth/support/world.ts";
import { run } from "../../run.ts";

const TOKEN = "fake-access-token-0a1b2c-1";
const init = { code: "server_error", phase: "body", summary: "It failed.", remedy: "" } as const;
const folder = () => mkdtempSync(join(tmpdir(), "leak-"));

test("nothing", () => new GeminiError(init));

test("an error's message", () => new GeminiError({ ...init, summary: `It said ${TOKEN}.` }));

test("an error's field", () => new GeminiError({ ...init, reason: "fake-key" }));

test("an error's hidden cause", () => new GeminiError({ ...init, cause: { headers: { authorization: "canary" } } }));

test("an error that takes its stack from another", () => {
  const error = new GeminiError(init);
  error.stack = "at canaryPrompt";
});

test("an event without a listener", async () => {
  const fetch = async () => new Response("", { status: 400 });
  const client = new GeminiClient({ backend: geminiApi({ apiKey: "a", baseUrl: "http://127.0.0.1/canary" }), fetch });
  await client.generate("Hi").catch(() => {});
});

test("stdout", () => process.stdout.write(Buffer.from("canary\n")));

test("stderr", () => process.stderr.write("fake-secret\n"));

test("the console", () => console.warn("%o", { nested: ["canary"] }));

test("a warning", async () => {
  process.emitWarning("canary");
  await new Promise((resolve) => setImmediate(resolve));
});

test("a file", () => writeFileSync(join(folder(), "log.txt"), TOKEN));

test("a file that goes when the test ends", () => {
  const own = folder();
  onTestFinished(() => rmSync(own, { recursive: true }));
  writeFileSync(join(own, "log.txt"), "canary-prompt");
});

test("a file of a home folder that goes before the test ends", async () => {
  await using world = await createWorld();
  writeFileSync(join(world.home, "log.txt"), "canary-prompt");
});

test("a cleaner that shows more", () => {
  onTestFinished(() => void process.stdout.write("canary\n"));
});

test("a login file", () => writeFileSync(join(folder(), "oauth_creds.json"), TOKEN));

test("a program's output", () => run(process.execPath, ["-p", "'can' + 'ary'"], folder()));
