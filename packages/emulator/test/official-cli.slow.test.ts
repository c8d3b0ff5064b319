import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
// biome-ignore lint/correctness/useImportExtensions: the types of a script stand beside it, in a .d.mts file
import { installOfficialCli } from "../scripts/official-cli/install.mjs";
// biome-ignore lint/correctness/useImportExtensions: the types of a script stand beside it, in a .d.mts file
import { runOfficialCli } from "../scripts/official-cli/run.mjs";
import { type Started, startEmulator } from "./support/start-emulator.ts";

const version = "0.61.0";
// The first run on a machine downloads it (21 MB).
const installLimitMs = 600_000;

test("the script for other versions starts, and refuses an invalid version", async () => {
  const script = join(import.meta.dirname, "../scripts/official-cli.mjs");
  await expect(promisify(execFile)(process.execPath, [script, "latest"])).rejects.toMatchObject({
    code: 2,
    stderr: '"latest" is no version such as 0.61.0.\n',
  });
});

describe(`the unmodified Gemini CLI ${version}`, () => {
  let entry = "";

  beforeAll(async () => {
    entry = await installOfficialCli(version);
  }, installLimitMs);

  function run({ emulator, url }: Started, ...args: string[]) {
    const accessToken = emulator.login().access_token;
    const files = { "notes.txt": "The secret word is heron.\n" };
    return runOfficialCli({
      entry,
      url,
      accessToken,
      args: ["-m", "gemini-2.5-flash", ...args],
      files,
      limitMs: 240_000,
    });
  }

  test("gets its answer as text", async () => {
    const started = await startEmulator();
    const { exitCode, stdout, stderr } = await run(started, "-p", "What is 2+2?");
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0, stdout: "2 + 2 = 4.\n" });
    expect(started.emulator.calls.map((call) => call.operation)).toEqual(
      expect.arrayContaining(["loadCodeAssist", "retrieveUserQuota", "listExperiments", "streamGenerateContent"]),
    );
    expect(started.emulator.calls.filter((call) => call.status !== 200)).toEqual([]);
  });

  test("gets its answer as JSON, after a call of one of its tools", async () => {
    const started = await startEmulator();
    const args = ["--approval-mode", "yolo", "--output-format", "json", "-p", "Read the file notes.txt"];
    const { exitCode, stdout } = await run(started, ...args);
    expect(exitCode).toBe(0);
    const { response, stats } = JSON.parse(stdout);
    expect(response).toContain("heron");
    expect(stats.tools.byName.read_file).toMatchObject({ count: 1, success: 1 });
    expect(stats.models["gemini-2.5-flash"].tokens.total).toBeGreaterThan(0);
  });

  test("gets its answer as a stream of JSON, after a call of one of its tools", async () => {
    const started = await startEmulator();
    const args = ["--approval-mode", "yolo", "--output-format", "stream-json", "-p", "Read the file notes.txt"];
    const { exitCode, stdout } = await run(started, ...args);
    expect(exitCode).toBe(0);
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events).toContainEqual(expect.objectContaining({ type: "tool_use", tool_name: "read_file" }));
    expect(events).toContainEqual(expect.objectContaining({ type: "tool_result", status: "success" }));
    const said = events.filter((event) => event.role === "assistant").map((event) => event.content);
    expect(said.join("")).toContain("heron");
    expect(events.at(-1)).toMatchObject({ type: "result", status: "success" });
  });
});
