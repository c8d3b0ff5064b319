import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createEmulator, type Emulator, type Fault } from "@gemini-ts/emulator";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { run, runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";

const consumer = inject("consumer");
const folder = join(consumer, "examples");

// The examples run on the packed packages, which are installed: there is nothing to set up.
beforeAll(async () => {
  for (const path of [folder, join(consumer, "scripts")]) await mkdir(path, { recursive: true });
  await writeFile(join(consumer, "scripts/setup.mjs"), "export function setUp() {}\n");
  await mkdir(join(folder, "node_modules"));
  await symlink(join(root, "node_modules/@modelcontextprotocol"), join(folder, "node_modules/@modelcontextprotocol"));
});

/** Runs an example as a user of the packed packages without an account does. */
async function runOffline(name: string, ...programArguments: string[]) {
  for (const file of ["offline.mjs", name]) await copyFile(join(root, "examples", file), join(folder, file));
  return run(process.execPath, ["offline.mjs", name, ...programArguments], folder);
}

async function runExample(name: string, ...programArguments: string[]) {
  const ending = await runOffline(name, ...programArguments);
  expect(ending.exitCode, ending.stderr).toBe(0);
  return ending;
}

/** Runs the example for unattended jobs against an emulator that has faults. */
async function runUnattended(prepare: (emulator: Emulator) => void, deadlineMs: number) {
  await using emulator = createEmulator();
  prepare(emulator);
  const file = "06-unattended.mjs";
  await copyFile(join(root, "examples", file), join(folder, file));
  const base = { GEMINI_API_KEY: "fake-key", GOOGLE_GEMINI_BASE_URL: await emulator.listen() };
  return await run(process.execPath, [file], folder, folder, { ...base, DEADLINE_MS: String(deadlineMs) });
}

describe("the examples", () => {
  test("are short, and are all tested here", async () => {
    const files = await readdir(join(root, "examples"), { recursive: true });
    const names = files
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => /^[^/]+\.mjs$|^typescript\/[^/]+\.ts$/.test(name));
    const examples = [
      "01-ask",
      "02-stream",
      "03-conversation",
      "04-options",
      "05-backends",
      "06-unattended",
      "07-agent",
      "08-mcp",
      "09-extract",
      "offline",
    ].map((name) => `${name}.mjs`);
    const inTypeScript = ["chat-server.test", "chat-server", "start", "summarize-files.test", "summarize-files"].map(
      (name) => `typescript/${name}.ts`,
    );
    expect(names.sort()).toEqual([...examples, ...inTypeScript]);
    for (const name of names) {
      const program = await readFile(join(root, "examples", name), "utf8");
      const limit = name.endsWith(".mjs") ? 40 : name.endsWith(".test.ts") ? 130 : 60;
      expect(program.trimEnd().split("\n").length, name).toBeLessThanOrEqual(limit);
    }
  });

  test("01-ask answers a question", async () => {
    const { stdout, stderr } = await runExample("01-ask.mjs", "What is 6 * 7?");
    expect(stdout).toContain("42");
    expect(stderr).toMatch(/\(\d+ tokens\)/);
  });

  test("02-stream prints the answer and its cost", async () => {
    const { stdout } = await runExample("02-stream.mjs");
    expect(stdout).toMatch(/rivers[\s\S]*\n\nSTOP, \d+ tokens, by gemini-3.8-flash/);
  });

  test("03-conversation remembers, forks, continues and forgets", async () => {
    const { stdout } = await runExample("03-conversation.mjs");
    const [remembered, counts, continued, ...forgotten] = stdout.split("\n");
    expect(remembered).toBe("Your name is Alice.");
    expect(counts).toBe("the chat holds 4 contents, its fork 6");
    expect(continued).toBe("Your name is Alice.");
    expect(forgotten.join(" ")).not.toContain("Alice");
  });

  test("04-options thinks, answers, and returns JSON", async () => {
    const { stdout, stderr } = await runExample("04-options.mjs");
    expect(stdout).toMatch(/thinking: .*\S.*\nanswer: .*391/);
    expect(stdout).toMatch(/\[ '.+', '.+', '.+' \]\n$/);
    expect(stderr).toContain("generateContent: 200 in");
  });

  test.each(["gemini-api", "vertex", "code-assist"])("05-backends answers through %s", async (backend) => {
    const { stdout } = await runExample("05-backends.mjs", backend);
    expect(stdout).toBe(`${backend}: 2 + 2 = 4.\n`);
  });

  test("08-mcp lets the model use a server that runs as a process", async () => {
    const { stdout, stderr } = await runExample("08-mcp.mjs");
    expect(stdout).toContain(folder);
    expect(stderr).toMatch(/^files_list_allowed_directories: success in \d+ ms\n$/);
  });

  test("06-unattended answers", async () => {
    const { stdout, stderr } = await runExample("06-unattended.mjs");
    expect(stdout).toContain("rivers");
    expect(stderr).toBe("");
  });

  const inTrouble: readonly (readonly [name: string, fault: Fault, stdout: RegExp, stderr: RegExp])[] = [
    [
      "begins again",
      { text: "void and more", cutAfterEvents: 1 },
      /^(?!void).*rivers/s,
      /^stream_\w+: attempt 2 in \d+ ms\n$/,
    ],
    [
      "asks the other model",
      { error: "not-in-plan" },
      /rivers/,
      /gemini-3\.5-flash-lite instead of gemini-3\.8-flash\n$/,
    ],
    [
      "keeps its deadline",
      { silence: { afterEvents: 1 } },
      /^$/,
      /^Not done by the deadline; so far: \d+ characters\n$/,
    ],
  ];

  test.each(inTrouble)("06-unattended %s", async (name, fault, stdout, stderr) => {
    const ending = await runUnattended(
      (emulator) => emulator.next(fault),
      name === "keeps its deadline" ? 1_500 : 30_000,
    );
    expect(ending.stdout).toMatch(stdout);
    expect(ending.stderr).toMatch(stderr);
  });

  test("06-unattended says until when the quota is used up", async () => {
    const ending = await runUnattended((emulator) => emulator.on({}, { error: "per-day" }), 30_000);
    expect(ending).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ending.stderr).toMatch(/Out of quota until \d{4}-\d\d-\d\dT/);
  });

  test("07-agent asks before it books, and books what is approved", async () => {
    const { stdout, stderr } = await runExample("07-agent.mjs", 'List prices to Rome and book flight "AZ204"', "--yes");
    expect(stderr).toBe('May I call book_flight({"flight":"AZ204"})?\n');
    expect(stdout).toContain('book_flight returned: {"booked":"AZ204"}');
    expect(stdout).toMatch(/- called list_prices\n- called book_flight\n$/);
  });

  test("09-extract writes a record for each text, and reports what does not fit", async () => {
    await cp(join(root, "examples/invoices"), join(folder, "invoices"), { recursive: true });
    const { stdout, stderr } = await runExample("09-extract.mjs");
    const records = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(records.map(({ file }) => file).sort()).toEqual(["books.txt", "letter.txt", "web-site.txt"]);
    for (const { total, currency } of records)
      expect([typeof total, currency]).toEqual(["number", expect.stringMatching(/EUR|USD/)]);
    expect(stderr).toBe("");

    await using emulator = createEmulator();
    // The repair does not help either.
    for (const prompt of ["Dear Charles", "does not fit"]) emulator.on({ prompt }, { jsonFault: "wrong-type" });
    const env = { GEMINI_API_KEY: "fake-key", GOOGLE_GEMINI_BASE_URL: await emulator.listen() };
    const broken = await run(process.execPath, ["09-extract.mjs"], folder, folder, env);
    expect([broken.exitCode, broken.stdout.trimEnd().split("\n").length]).toEqual([0, 2]);
    expect(broken.stderr).toMatch(/^letter\.txt: The output does not fit `schema` at #\/number\. .*\n$/);
  });

  describe("in TypeScript", () => {
    const compiled = join(folder, "typescript");
    beforeAll(async () => {
      await cp(join(root, "examples/typescript"), compiled, {
        recursive: true,
        filter: (path) => !path.endsWith("dist"),
      });
      const types = ["--typeRoots", join(root, "node_modules/@types"), "--skipLibCheck"];
      await runToSuccess(
        process.execPath,
        [join(root, "node_modules/typescript/bin/tsc"), "-p", ".", ...types],
        compiled,
      );
    });

    test.each([
      ["chat-server", 3],
      ["summarize-files", 5],
    ])("%s passes its own %i tests", async (name, count) => {
      const { exitCode, stdout } = await run(process.execPath, ["--test", `dist/${name}.test.js`], compiled);
      expect(exitCode, stdout).toBe(0);
      expect(stdout).toContain(`\n# pass ${count}\n`);
    });

    describe("summarize-files", () => {
      async function prepare(emulator: Emulator) {
        const texts = await mkdtemp(join(compiled, "texts-"));
        for (const name of ["a.txt", "b.txt", "c.txt"]) await writeFile(join(texts, name), `What is in ${name}?`);
        return { texts, env: { GEMINI_API_KEY: "fake-key", GOOGLE_GEMINI_BASE_URL: await emulator.listen() } };
      }

      test("exits with 1 until every file has a summary", async () => {
        await using emulator = createEmulator();
        const { texts, env } = await prepare(emulator);
        const summarize = () => run(process.execPath, ["dist/summarize-files.js", texts], compiled, compiled, env);
        emulator.next({ blocked: true }, { prompt: "b.txt" });
        const incomplete = await summarize();
        expect([incomplete.exitCode, incomplete.stdout]).toEqual([1, ""]);
        expect(incomplete.stderr).toMatch(/^b\.txt failed: .*blocked/m);
        expect(incomplete.stderr).toMatch(/\n2 of 3 done, \d+ tokens\n$/);
        const complete = await summarize();
        expect([complete.exitCode, complete.stdout]).toEqual([0, ""]);
        expect(complete.stderr).toMatch(/^3 of 3 done: b\.txt\n3 of 3 done, \d+ tokens\n$/);
        expect(emulator.calls).toHaveLength(4);
      });

      test.skipIf(process.platform === "win32")("exits with 130 when it is interrupted", async () => {
        await using emulator = createEmulator();
        const threeCalls = new Promise<void>((resolve) => {
          emulator.on({}, () => {
            if (emulator.calls.length === 3) resolve();
            return { silence: "before-headers" };
          });
        });
        const { texts, env } = await prepare(emulator);
        const script = spawn(process.execPath, ["dist/summarize-files.js", texts], { cwd: compiled, env });
        const exit = once(script, "exit");
        await Promise.race([threeCalls, exit]);
        script.kill("SIGINT");
        const stderr = await text(script.stderr);
        expect([await exit, stderr]).toEqual([
          [130, null],
          expect.stringMatching(/^Stopped: .*\n0 of 3 done, 0 tokens\n$/),
        ]);
      });

      test("says how it is used", async () => {
        const { exitCode, stderr } = await run(process.execPath, ["dist/summarize-files.js"], compiled);
        expect(exitCode).toBe(1);
        expect(stderr).toContain("Usage: summarize-files.ts <folder> [concurrency]");
      });
    });

    test("the server starts, and stops when it is interrupted", async () => {
      const env = { ...process.env, GEMINI_API_KEY: "fake-key", PORT: "0" };
      const server = spawn(process.execPath, ["dist/start.js"], { cwd: compiled, env });
      try {
        const [line] = await once(server.stdout, "data");
        expect(String(line)).toContain("Listening on port");
        server.kill("SIGINT");
        await once(server, "exit");
        // Windows has no signals: the server is ended from outside.
        expect(server.exitCode).toBe(process.platform === "win32" ? null : 0);
      } finally {
        server.kill("SIGKILL");
      }
    });
  });

  test("offline passes on how the example ended", async () => {
    const { exitCode, stderr } = await runOffline("05-backends.mjs", "no-such-backend");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("Not one of gemini-api, vertex, code-assist: no-such-backend");
  });
});
