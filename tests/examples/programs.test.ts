import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator, type Emulator } from "@gemini-ts/emulator";
import { beforeAll, expect, inject, test } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";
import {
  allPrograms,
  compilePrograms,
  documents,
  expectPrinted,
  type Program,
  usesJest,
  usesOtherClient,
} from "./programs.ts";

const guides = documents.filter((document) => document.startsWith("docs/guides/"));
/** Its programs are the code in doc comments. */
const reference = "docs/api.md";
const programs = allPrograms.filter((program) => !usesOtherClient(program) && !usesJest(program));
const folder = join(inject("consumer"), "programs");

/** What code in doc comments may use without imports of its own. */
const given = `
import { GeminiClient } from "gemini-ts";
import { z } from "zod";
export { z };
export const client = new GeminiClient();
export const stream = client.generateStream("What is 2+2?");
export const response = await client.generate("What is 2+2?");
`;
const isFragment = ({ document, code }: Program) => document === reference && !code.includes("import ");

/** A prompt as a browser sends it. */
const sent = '{ method: "POST", body: "What is 2+2?" }';
const overSocket = `
import { createServer } from "node:http";
const server = createServer(chat).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const { port } = server.address() as { port: number };
const answer = await fetch("http://127.0.0.1:" + port, ${sent});
server.close();`;
/** Reads an answer with the program of another heading. */
const readEvents = `
import { readAnswer } from "READ_ANSWER";
let received = "";
await readAnswer(answer, (piece) => { received += piece; });
console.log(answer.status, received);`;

/** Programs that export a function: what is appended to use it, by heading. */
const uses: Readonly<Record<string, string>> = {
  "node:http and Express": `${overSocket} console.log(answer.status, await answer.text());`,
  Hono: `const answer = await app.request("/chat", ${sent});${readEvents}`,
  "Next.js": `const answer = await POST(new Request("http://localhost", ${sent}));${readEvents}`,
  "Server-sent events with node:http and Express": overSocket + readEvents,
  "A chat with server-sent events": `${overSocket}${readEvents} if (!database.get("/")?.includes("2 + 2 = 4.")) throw new Error("not stored");`,
};
/** What each of them prints. */
const printedByUses = "200 2 + 2 = 4.";

/** Runs a server against an emulator that does not answer, lets the browser leave, and waits until the call is cancelled. */
const leave = `
import { once } from "node:events";
import { createServer, request } from "node:http";
import { createEmulator } from "@gemini-ts/emulator";

async function leave(_, { signal }) {
  browser.destroy();
  await once(signal, "abort");
  console.log("cancelled");
  process.exit();
}
const emulator = createEmulator({ intercept: { request: leave } });
process.env.GOOGLE_GEMINI_BASE_URL = await emulator.listen();
const { chat } = await import(process.argv[2]);
const server = createServer(chat).listen(0, "127.0.0.1");
await once(server, "listening");
const browser = request({ port: server.address().port, method: "POST" }).on("error", () => {});
browser.end("What is 2+2?");
`;

/** The day after Google retires Gemini 2.5 Pro and Flash on the Gemini API, which it announces as 1 December 2026. */
const now = () => Date.UTC(2026, 11, 2);

/** The models that the Gemini API lists on that day. */
async function currentModels(emulator: Emulator): Promise<readonly string[]> {
  const url = "https://generativelanguage.googleapis.com/v1beta/models";
  const response = await emulator.fetch(url, { headers: { "x-goog-api-key": "fake-key" } });
  const { models } = (await response.json()) as { models: { name: string }[] };
  return models.map(({ name }) => name.replace("models/", ""));
}

const isVitestFile = ({ code }: Program) => code.includes('from "vitest"');
const fileOf = (program: Program) => `program-${programs.indexOf(program)}${isVitestFile(program) ? ".test" : ""}`;

const servers = programs.filter(({ heading }) => uses[heading]?.startsWith(overSocket));
/** The copy of a server that has no use. */
const serverOf = (program: Program) => `server-${programs.indexOf(program)}`;

const browser = "In the browser";
const browserProgram = programs.find(({ heading }) => heading === browser);

beforeAll(async () => {
  await mkdir(join(folder, "node_modules/@opentelemetry"), { recursive: true });
  for (const name of ["vitest", "@opentelemetry/api", "https-proxy-agent", "undici", "@modelcontextprotocol", "zod"]) {
    await symlink(join(root, "node_modules", name), join(folder, "node_modules", name), "junction");
  }
  for (const program of programs) {
    const reader = browserProgram ? `./${fileOf(browserProgram)}.js` : "";
    const use = uses[program.heading]?.replace("READ_ANSWER", reader) ?? "";
    const before = isFragment(program) ? given : "";
    await writeFile(join(folder, `${fileOf(program)}.ts`), `${before}${program.code}\n${use}`);
    if (servers.includes(program)) await writeFile(join(folder, `${serverOf(program)}.ts`), program.code);
  }
  await writeFile(join(folder, "leave.mjs"), leave);
  // With the types of a browser, as in TypeScript's own default, and then without.
  await compilePrograms(folder, { lib: ["ES2022", "DOM", "DOM.Iterable"], noEmit: true });
  await compilePrograms(folder);
});

test.each([["README.md", 160], ...guides.map((guide) => [guide, 120] as const)] as const)(
  "%s has at most %i lines",
  async (document, limit) => {
    const lines = (await readFile(join(root, document), "utf8")).trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(limit);
  },
);

test.each([
  "README.md",
  "packages/sdk/README.md",
  "packages/emulator/README.md",
  ...guides,
  "docs/sign-in.md",
  reference,
])("%s has programs", (document) => {
  expect(allPrograms.filter((program) => program.document === document)).not.toEqual([]);
});

test.each([...Object.keys(uses), browser])(
  "a program with the heading that its test names is in the documents: %s",
  (name) => {
    expect(programs.map(({ heading }) => heading)).toContain(name);
  },
);

test.each(programs.map((program) => [program.document, program.heading, program] as const))(
  "the program in %s compiles, and prints what its comments say: %s",
  async (_, heading, program) => {
    await using emulator = createEmulator({ now });
    const environment = { GEMINI_API_KEY: "fake-key", GOOGLE_GEMINI_BASE_URL: await emulator.listen() };
    const file = `${fileOf(program)}.js`;
    const vitest = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", folder, file];
    // The fake timers of node:test are experimental, and say so.
    const node = ["--disable-warning=ExperimentalWarning", file];
    const given = isVitestFile(program) ? vitest : node;
    const { exitCode, stdout, stderr } = await run(process.execPath, given, folder, folder, environment);
    expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
    if (!program.code.includes("console.error")) expect(stderr).toBe("");
    const asked = emulator.calls.flatMap(({ model }) => model ?? []);
    expect(await currentModels(emulator)).toEqual(expect.arrayContaining(asked));
    const mayPrint = program.document === reference || /from "(?:vitest|node:test)"/.test(program.code);
    if (mayPrint && program.printed.length === 0) return;
    expectPrinted(stdout, heading in uses ? [printedByUses] : program.printed);
  },
);

test.each(servers.map((program) => [program.document, program.heading, program] as const))(
  "the server in %s cancels the call of a browser that leaves before the answer: %s",
  async (_, _heading, program) => {
    const file = `./${serverOf(program)}.js`;
    const environment = { GEMINI_API_KEY: "fake-key" };
    const { stdout, stderr } = await run(process.execPath, ["leave.mjs", file], folder, folder, environment, 60_000);
    expect(`${stdout}${stderr}`).toBe("cancelled\n");
  },
);

test("the code of the documents and the examples names current models alone", async () => {
  await using emulator = createEmulator({ now });
  const current = await currentModels(emulator);
  expect(current).not.toContain("gemini-2.5-pro");
  const examples = (await readdir(join(root, "examples"), { recursive: true }))
    .filter((name) => /\.m?[jt]s$/.test(name))
    .map((name) => join("examples", name));
  for (const file of [...documents, ...examples]) {
    const text = await readFile(join(root, file), "utf8");
    const code = file.endsWith(".md") ? [...text.matchAll(/^```[\s\S]*?^```$/gm)].join("\n") : text;
    const named = [...code.matchAll(/\bgemini-\d[a-z0-9.-]*[a-z0-9]/g)].map(([name]) => name);
    expect(current, file).toEqual(expect.arrayContaining(named));
  }
});
