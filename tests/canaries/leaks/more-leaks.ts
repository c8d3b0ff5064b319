import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { GeminiClient, GeminiError, geminiApi } from "../../../packages/sdk/src/index.ts";

// One process runs this file and many-leaks.ts, one after the other: each leak is found in whichever comes second as well.

test("nothing in more-leaks.ts", () => {});

test("an error in more-leaks.ts", () => {
  new GeminiError({ code: "server_error", phase: "body", summary: "It said canary.", remedy: "" });
});

test("an event in more-leaks.ts", async () => {
  const fetch = async () => new Response("", { status: 400 });
  const client = new GeminiClient({ backend: geminiApi({ apiKey: "a", baseUrl: "http://127.0.0.1/canary" }), fetch });
  await client.generate("Hi").catch(() => {});
});

test("stdout in more-leaks.ts", () => process.stdout.write("canary\n"));

test("the console in more-leaks.ts", () => console.warn("canary"));

test("a file in more-leaks.ts", () => {
  writeFileSync(join(mkdtempSync(join(tmpdir(), "leak-")), "log.txt"), "canary");
});
