import { execFile, spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandFile, startProcess } from "../support/command-process.ts";
import { cleanEnvironment, createHome } from "../support/home.ts";

interface ShellEnding {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of a shell in which `ask` is the command, offline. */
function runShell(script: string, input?: string): Promise<ShellEnding> {
  const text = `ask() { "${process.execPath}" "${commandFile}" --offline "$@"; }\n${script}`;
  return new Promise((resolve) => {
    const options = { env: cleanEnvironment(), timeout: 60_000 };
    const child = execFile("bash", ["-c", text], options, (_error, stdout, stderr) => resolve({ stdout, stderr }));
    child.stdin?.end(input);
  });
}

function fileWith(text: string): string {
  const path = join(createHome(), "sums.txt");
  writeFileSync(path, text);
  return path;
}

/** Runs a script as a user types it: the shell takes it from its standard input, so `/proc` does not show it. */
const typed = (script: string) => runShell(`export -f ask; bash`, script);

const SUMS = "2+2\n3+3\n4+4\n";
const ALL = ["2 + 2 = 4.", "3 + 3 = 6.", "4 + 4 = 8."];

const isLinux = process.platform === "linux";

describe.runIf(isLinux)("F152 a loop of the shell keeps its lines", () => {
  test.each([
    ["over a file", () => [`while read -r sum; do ask "What is $sum?"; done < ${fileWith(SUMS)}`]],
    ["over a pipe", () => [`printf '${SUMS}' | while read -r sum; do ask "What is $sum?"; done`]],
    ["over the script's own input", () => [`while read -r sum; do ask "What is $sum?"; done`, SUMS]],
    [
      "through another program",
      () => [
        `printf '${SUMS}' | while read -r sum; do env "${process.execPath}" "${commandFile}" --offline "What is $sum?"; done`,
      ],
    ],
  ])("F152 %s", async (_name, script) => {
    const [text = "", input] = script();
    const { stdout, stderr } = await runShell(text, input);
    expect(stdout.trim().split("\n")).toEqual(ALL);
    expect(stderr).toContain("Standard input was not read, because the surrounding shell may be reading it.");
  });

  test("F152 the same for a typed loop, in a group and in a subshell", async () => {
    const loop = `while read -r sum; do (true; ask "What is $sum?"; true); done`;
    const { stdout, stderr } = await typed(`printf '${SUMS}' | { ${loop}; }\n`);
    expect(stdout.trim().split("\n")).toEqual(ALL);
    expect(stderr).toMatch(
      /^(Standard input was not read, because the surrounding shell may be reading it\. To read it, add --stdin; to hide this line, add --no-stdin\.\n){3}$/,
    );
  });

  test("F152 prints no notice for an empty device, even if a shell with `read` shares it", async () => {
    const script = `exec < /dev/null; read -r _; ask "What is 2+2?"; ask "What is 3+3?" <&-`;
    expect(await runShell(script)).toEqual({ stdout: "2 + 2 = 4.\n3 + 3 = 6.\n", stderr: "" });
  });

  test("F152 --no-stdin does not read, without a notice", async () => {
    const { stdout, stderr } = await runShell(
      `printf '${SUMS}' | while read -r sum; do ask --no-stdin "What is $sum?"; done`,
    );
    expect(stdout.trim().split("\n")).toEqual(ALL);
    expect(stderr).toBe("");
  });

  test("F152 --stdin reads the rest", async () => {
    const { stdout } = await runShell(`printf 'ignored\\n2+2?' | while read -r _; do ask --stdin "What is"; done`);
    expect(stdout).toBe("2 + 2 = 4.\n");
  });
});

describe("F152 reads what is piped to its end", () => {
  test.each([
    ["a pipe", () => `printf '2+2?' | ask "What is"`],
    ["a pipe whose writer is slow", () => `(ask --no-stdin hi > /dev/null; printf '2+2?') | ask "What is"`],
    ["a file", () => `ask "What is" < ${fileWith("2+2?")}`],
    ["a pipe that a function passes on", () => `wrapper() { ask "What is"; true; }; printf '2+2?' | wrapper`],
    ["a here-document", () => `ask "What is" <<< "2+2?"`],
    ["a group whose prompt has the word read", () => `printf '2+2?' | { ask -s "read the sum" "What is"; true; }`],
    ["without a prompt, in a group", () => `printf 'What is 2+2?' | { ask; true; }`],
  ])("F152 %s", async (_name, script) => {
    expect(await runShell(script())).toEqual({ stdout: "2 + 2 = 4.\n", stderr: "" });
  });

  test.runIf(isLinux).each([
    ["a group", `{ ask "What is"; true; }`],
    ["a subshell in a group", `{ (true; ask "What is"; true); true; }`],
    ["a function", "wrapper"],
  ])("F152 a pipe to %s that is typed", async (_name, reader) => {
    const script = `wrapper() { ask "What is"; true; }\nprintf '2+2?' | ${reader}\n`;
    expect(await typed(script)).toEqual({ stdout: "2 + 2 = 4.\n", stderr: "" });
  });

  test("F152 a pipe that a script passes on", async () => {
    const path = join(createHome(), "wrapper.sh");
    writeFileSync(path, `#!/bin/sh\n"${process.execPath}" "${commandFile}" --offline "What is"\nexit 0\n`);
    chmodSync(path, 0o755);
    expect(await runShell(`printf '2+2?' | "${path}"`)).toEqual({ stdout: "2 + 2 = 4.\n", stderr: "" });
  });

  test("F152 a socket that sends something at once", async () => {
    const running = startProcess(["--offline", "What is"], { stdin: "2+2?" });
    expect(await running.ended).toEqual({ exitCode: 0, stdout: "2 + 2 = 4.\n", stderr: "" });
  });
});

test("F152 ignores a silent socket if there is a prompt, with a line on stderr", async () => {
  const running = startProcess(["--offline", "What is 2+2?"], { stdin: null });
  expect(await running.ended).toEqual({
    exitCode: 0,
    stdout: "2 + 2 = 4.\n",
    stderr: "Standard input was ignored: nothing arrived within a second (--stdin: wait for it).\n",
  });
});

test("F152 waits for a socket without a prompt, or with --stdin", async () => {
  for (const words of [["--offline"], ["--offline", "--stdin", "What is"]]) {
    const running = startProcess(words, { stdin: null });
    await running.untilStderr("Reading standard input until it ends");
    running.child.stdin.end(words.length === 1 ? "What is 2+2?" : "2+2?");
    expect(await running.ended).toMatchObject({ exitCode: 0, stdout: "2 + 2 = 4.\n" });
  }
});

test("F152 never reads a socket with --no-stdin", async () => {
  const running = startProcess(["--offline", "--no-stdin", "What is 2+2?"], { stdin: null });
  expect(await running.ended).toEqual({ exitCode: 0, stdout: "2 + 2 = 4.\n", stderr: "" });
});

test("F152 prints no notice for an empty device", async () => {
  const words = [commandFile, "--offline", "What is 2+2?"];
  const child = spawn(process.execPath, words, { env: cleanEnvironment(), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  await new Promise((resolve) => child.on("close", resolve));
  expect(output).toBe("2 + 2 = 4.\n");
});

test("F275 a folder as stdin is a usage failure", async () => {
  const { stdout, stderr } = await runShell(`ask "Say hello" < "${createHome()}" || echo "exit code $?"`);
  expect(stdout).toBe("exit code 2\n");
  expect(stderr).toBe("Standard input cannot be read (EISDIR).\nCheck what is piped or redirected to it.\n");
});
