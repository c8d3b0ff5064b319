import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator } from "@gemini-ts/emulator";
import { beforeAll, expect, inject, test } from "vitest";
import { run, runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";

const folder = join(inject("consumer"), "web-streams");

/** The program of the guide under each heading, and how it answers "What is 2+2?": an expression for a `Response`. */
const responses: Readonly<Record<string, string>> = {
  Hono: 'await guide.default.request("/chat", { method: "POST", body: "What is 2+2?" })',
  "Next.js": 'await guide.POST(new Request("http://localhost/chat", { method: "POST", body: "What is 2+2?" }))',
  Express: "await overSocket(guide.chat)",
};
const BROWSER = "In the browser";

const driver = `
import { createServer } from "node:http";
import { readAnswer } from "./${fileOf(BROWSER)}.js";

async function overSocket(handler) {
  const server = createServer(handler).unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return fetch("http://127.0.0.1:" + server.address().port, { method: "POST", body: "What is 2+2?" });
}

const guide = await import(process.argv[2]);
const response = RESPONSE;
let text = "";
await readAnswer(response, (piece) => { text += piece; });
console.log(response.status, response.headers.get("content-type"), response.headers.get("cache-control"), text);
process.exit();
`;

function fileOf(heading: string): string {
  return heading.toLowerCase().replace(/\W/g, "-");
}

async function readPrograms(): Promise<ReadonlyMap<string, string>> {
  const guide = await readFile(join(root, "docs/guides/web-streams.md"), "utf8");
  const found = guide.matchAll(/^## ([^\n]+)\n(?:(?!^#)[\s\S])*?^```ts\n([\s\S]*?)^```$/gm);
  return new Map([...found].map(([, heading = "", code = ""]) => [heading, code]));
}

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  for (const [heading, code] of await readPrograms()) await writeFile(join(folder, `${fileOf(heading)}.ts`), code);
  const types = { types: ["node"], typeRoots: [join(root, "node_modules/@types")] };
  const target = { module: "nodenext", target: "ES2022", lib: ["ES2022"] };
  const compilerOptions = { strict: true, skipLibCheck: true, rootDir: ".", ...target, ...types };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  await runToSuccess(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], folder);
});

test("the guide's programs are those below", async () => {
  expect([...(await readPrograms()).keys()]).toEqual([...Object.keys(responses), BROWSER]);
});

test.each(Object.entries(responses))("the guide's program compiles and answers: %s", async (heading, response) => {
  await using emulator = createEmulator();
  const environment = { GEMINI_API_KEY: "fake-key", GOOGLE_GEMINI_BASE_URL: await emulator.listen() };
  const program = `drive-${fileOf(heading)}.mjs`;
  await writeFile(join(folder, program), driver.replace("RESPONSE", response));
  const given = [program, `./${fileOf(heading)}.js`];
  const { exitCode, stdout, stderr } = await run(process.execPath, given, folder, folder, environment);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(stdout).toBe("200 text/event-stream no-cache 2 + 2 = 4.\n");
});
