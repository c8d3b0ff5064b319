import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHome } from "../support/home.ts";
import { runCommand } from "../support/run-command.ts";
import { generateBody, startEmulator } from "../support/servers.ts";

/** The path of a file in an empty folder. */
function fileNamed(name: string): string {
  const path = join(createHome(), name);
  writeFileSync(path, "What is 3+3?");
  return path;
}

describe("F241 a file that an argument names", () => {
  test("F241 is not read, and stderr says how to send it", async () => {
    const { emulator, env } = await startEmulator();
    const path = fileNamed("in-a.txt");
    const { exitCode, stdout, stderr } = await runCommand(["Summarise", path], { env });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `Arguments are prompt text, so this file was not read: ${path}. To send it: gemini-ts "…" < ${path}\n`,
    });
    expect(stdout).toMatch(/\w/);
    expect(generateBody(emulator).contents[0].parts).toEqual([{ text: `Summarise ${path}` }]);
  });

  test("F241 is named also with options, with several files, and with names that need quoting", async () => {
    const { env } = await startEmulator();
    const [one, other] = [fileNamed("one.txt"), fileNamed("it's $two\u001b[31m.txt")];
    const { exitCode, stdout, stderr } = await runCommand(["--json", "Compare", one, other], { env });
    expect([exitCode, JSON.parse(stdout).finishReason]).toEqual([0, "STOP"]);
    const shown = `${one} '${other.replace("\u001b[31m", "").replace("'", "'\\''")}'`;
    expect(stderr).toBe(
      `Arguments are prompt text, so these files were not read: ${shown}. To send them: cat ${shown} | gemini-ts "…"\n`,
    );
  });

  test.each<[string, (path: string) => string[], string]>([
    ["if stdin has input", (path) => ["Summarise", path], "text"],
    ["in a longer argument", (path) => [`Summarise ${path}`], ""],
    ["that does not exist", (path) => ["Summarise", `${path}.none`], ""],
    ["that is a folder", (path) => ["Summarise", join(path, "..")], ""],
    ["in an argument longer than any path", (path) => ["Summarise", path.repeat(999)], ""],
  ])("F241 is not mentioned %s", async (_, words, stdin) => {
    const { env } = await startEmulator();
    const ending = await runCommand(words(fileNamed("in-a.txt")), { env, stdin });
    expect(ending).toMatchObject({ exitCode: 0, stderr: "" });
  });
});
