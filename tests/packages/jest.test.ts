import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { allPrograms, usesJest } from "../examples/programs.ts";
import { run } from "../run.ts";
import { root } from "../workspace.ts";
import { installFixture, installLimitMs } from "./install-fixture.ts";

// The versions come from the lockfile of the fixture and are downloaded unless npm has them in its cache. Above them is the
// project in which the packages are installed.
const folder = join(inject("consumer"), "jest");
const guide = "docs/guides/jest.md";
const programs = allPrograms.filter(usesJest);

/** The configurations of the guide, by heading. */
async function readConfigurations(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(root, guide), "utf8");
  const sections = text.matchAll(/^## (.+)$[\s\S]*?^```json\n([\s\S]*?)^```$/gm);
  return new Map([...sections].map(([, heading = "", json = ""]) => [heading, json]));
}

const configurations = await readConfigurations();

/** What is not in the guide: it works in each environment, whatever realm the bytes, errors and timers of Node are of. */
const realms = `
import { createEmulator } from "@gemini-ts/emulator";
import { expect, test } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { GeminiClient, geminiApi, isGeminiError, tool } from "gemini-ts";

const emulator = createEmulator();
const client = new GeminiClient({ apiKey: "fake-key", fetch: emulator.fetch, maxRetries: 0 });

test("bytes", async () => {
  const data = new TextEncoder().encode("canary");
  await client.generate(["Look", { inlineData: { mimeType: "image/png", data } }]);
  const part = emulator.calls.at(-1)?.request?.contents?.[0]?.parts?.[1];
  expect(part?.inlineData?.data).toBe(Buffer.from(data).toString("base64"));
  emulator.next({ body: new TextEncoder().encode(JSON.stringify({ candidates: [{ content: { parts: [{ text: "scripted" }] }, finishReason: "STOP" }] })), contentType: "application/json" });
  expect((await client.generate("Hello")).text).toBe("scripted");
});

test("typed output and functions", async () => {
  const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  expect(Object.keys((await client.generate("A city", { schema })).object as object)).toEqual(["city"]);
  const look = tool({ name: "get_weather", description: "The weather.", parameters: schema, execute: () => "sunny" });
  expect((await client.generate("What is the weather in Paris?", { tools: [look] })).text).toContain("sunny");
});

test("F329 a login of the Gemini CLI", async () => {
  const credentialsPath = "login-of-the-cli.json";
  writeFileSync(credentialsPath, JSON.stringify(emulator.login()), { mode: 0o600 });
  const signedIn = new GeminiClient({ backend: "code-assist", credentialsPath, fetch: emulator.fetch });
  expect((await signedIn.chat().sendMessage("What is 2+2?")).text).toBe("2 + 2 = 4.");
});

test("a socket, and a stream that breaks", async () => {
  const baseUrl = await emulator.listen();
  const overSocket = new GeminiClient({ backend: geminiApi({ apiKey: "fake-key", baseUrl }), maxRetries: 0 });
  emulator.next({ text: "one two three", cutAfterEvents: 1 });
  const error = await overSocket.generateStream("Count").response().catch((error) => error);
  expect(isGeminiError(error, "stream_interrupted")).toBe(true);
  expect((await overSocket.generate("What is 2+2?")).text).toBe("2 + 2 = 4.");
  const signal = AbortSignal.timeout(20);
  emulator.next({ silence: "before-headers" });
  await expect(overSocket.generate("Hello", { signal })).rejects.toMatchObject({ code: "aborted" });
  await overSocket.close();
  await emulator.close();
});
`;

const compilerOptions = {
  target: "ES2022",
  strict: true,
  types: ["node"],
  lib: ["ES2022", "ESNext.Disposable", "DOM"],
};
const nodeNext = { ...compilerOptions, module: "nodenext" };
const bundler = { ...compilerOptions, module: "esnext", moduleResolution: "bundler" };

/** Projects with ts-jest as people have them. */
const projects: readonly (readonly [name: string, packageJson: object, compilerOptions: object])[] = [
  ["nodenext", {}, nodeNext],
  ["nodenext and isolatedModules", {}, { ...nodeNext, isolatedModules: true, rootDir: "." }],
  ["bundler, as an ES module", { type: "module" }, bundler],
];

beforeAll(async () => {
  await installFixture(join(root, "tests/packages/jest"), folder);
  for (const [index, { code }] of programs.entries()) await writeFile(join(folder, `program-${index}.test.ts`), code);
  await writeFile(join(folder, "realms.test.ts"), realms);
}, installLimitMs);

async function runJest(heading: string, packageJson: object, options: object, nodeOptions = "") {
  await writeFile(join(folder, "package.json"), JSON.stringify(packageJson));
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
  await writeFile(join(folder, "jest.config.json"), configurations.get(heading) ?? "");
  const jest = [
    join(folder, "node_modules/jest/bin/jest.js"),
    "--runInBand",
    "--cacheDirectory",
    join(folder, "cache"),
  ];
  const { exitCode, stderr } = await run(process.execPath, jest, folder, folder, { NODE_OPTIONS: nodeOptions });
  expect(exitCode, stderr).toBe(0);
  const files = programs.length + 1;
  expect(stderr).toMatch(new RegExp(`^Test Suites: +${files} passed, ${files} total$`, "m"));
  expect(stderr).toMatch(/^Tests: +(\d+) passed, \1 total$/m);
}

test("the documents have tests for Jest", () => {
  expect(programs.map(({ document }) => document)).toContain(guide);
});

test("the guide has a configuration for each way", () => {
  expect([...configurations.keys()]).toEqual(["ts-jest", "Babel", "ES modules", "With a DOM"]);
});

test.each(projects)("ts-jest translates the packages: module %s", (_name, packageJson, options) =>
  runJest("ts-jest", packageJson, { ...options, allowJs: true }),
);

test.each(projects.slice(1))("ts-jest loads the packages as ES modules: module %s", (_name, _packageJson, options) =>
  runJest("ES modules", { type: "module" }, options, "--experimental-vm-modules"),
);

test("Babel translates the packages", () => runJest("Babel", {}, nodeNext));

test("the packages work with a DOM", () => runJest("With a DOM", {}, { ...nodeNext, allowJs: true }));
