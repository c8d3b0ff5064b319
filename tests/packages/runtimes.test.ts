import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { run } from "../run.ts";

const consumer = inject("consumer");

/** Runs on Node, and says that it runs on another runtime, as that runtime does. Its `fetch` is the only way to an answer. */
const program = `
Object.defineProperty(process.versions, process.argv[2], { value: "1.2.3", enumerable: true });
const answer = { candidates: [{ content: { role: "model", parts: [{ text: "By fetch." }] }, finishReason: "STOP" }] };
globalThis.fetch = async (url, { headers }) => {
  console.log(headers["user-agent"]);
  return Response.json(answer);
};
const { GeminiClient, geminiApi } = await import("gemini-ts");
const backend = geminiApi({ apiKey: "fake-key-canary", baseUrl: "https://gemini.invalid" });
const client = new GeminiClient({ backend, retry: false });
console.log((await client.generate("canary-question")).text);
`;

beforeAll(() => writeFile(join(consumer, "runtime.mjs"), program));

test.each(["bun", "deno"])("the packed SDK uses the fetch of the runtime on %s, and names it", async (runtime) => {
  const ending = await run(process.execPath, ["runtime.mjs", runtime], consumer);
  expect(ending).toMatchObject({ exitCode: 0, stderr: "" });
  expect(ending.stdout).toMatch(new RegExp(`^\\S+ \\(?.*${runtime}/1\\.2\\.3.*\\nBy fetch\\.\\n$`));
});

test.each(inject("packages"))("CommonJS can require $name", async ({ name }) => {
  const ending = await run(
    process.execPath,
    ["-e", `console.log(Object.keys(require("${name}")).length > 0)`],
    consumer,
  );
  expect(ending).toEqual({ exitCode: 0, stdout: "true\n", stderr: "" });
});
