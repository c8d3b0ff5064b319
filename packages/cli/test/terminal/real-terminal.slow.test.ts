import { spawn, spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { commandFile } from "../support/command-process.ts";
import { cleanEnvironment } from "../support/home.ts";
import { startServer } from "../support/servers.ts";

/** Runs a command on a terminal of its own; part of util-linux. */
const script = "/usr/bin/script";
const hasScript = process.platform === "linux" && spawnSync(script, ["--version"]).status === 0;

/** What appears on the terminal. Nobody types anything there. */
function showOnTerminal(words: string, env: Record<string, string> = {}): Promise<string> {
  const command = `"${process.execPath}" "${commandFile}" ${words}`;
  const terminal = spawn(script, ["-qec", command, "/dev/null"], {
    env: { ...cleanEnvironment(env), SHELL: "/bin/sh", TERM: "xterm" },
  });
  let screen = "";
  terminal.stdout.setEncoding("utf8").on("data", (text) => (screen += text));
  return new Promise((resolve) => terminal.on("close", () => resolve(screen.replaceAll("\r\n", "\n"))));
}

test.skipIf(!hasScript)("F89 on a terminal the thinking is dim, the answer is not, and stdin is not read", async () => {
  const screen = await showOnTerminal(`--offline --show-thinking "What is 2+2?"`);
  expect(screen.startsWith(`Thinking …\r${" ".repeat(10)}\r\u001b[2m`)).toBe(true);
  expect(screen.endsWith("\u001b[22m2 + 2 = 4.\n")).toBe(true);
});

test.skipIf(!hasScript)("F89 NO_COLOR keeps a terminal free of style", async () => {
  const screen = await showOnTerminal(`--offline --show-thinking "What is 2+2?"`, { NO_COLOR: "1" });
  expect(screen).toMatch(/\n2 \+ 2 = 4\.\n$/);
  expect(screen).not.toContain("\u001b");
});

const hasBash = spawnSync("bash", ["--version"]).status === 0;

test.skipIf(!hasScript || !hasBash).each(["bash", "sh"])(
  "F367 Ctrl-C at a terminal ends a loop of %s, not only the command in it",
  async (shell) => {
    let asked = 0;
    const terminal = { press: (_keys: string) => {} };
    const env = await startServer(() => {
      asked += 1;
      terminal.press("\u0003");
    });
    const loop = `for count in 1 2 3; do "${process.execPath}" "${commandFile}" "hi $count"; done; echo "after the loop"`;
    const child = spawn(script, ["-qec", `${shell} -c '${loop}'`, "/dev/null"], {
      env: { ...cleanEnvironment(env), SHELL: "/bin/sh", TERM: "xterm" },
    });
    terminal.press = (keys) => void child.stdin.write(keys);
    let screen = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (screen += text));
    const exitCode = await new Promise((resolve) => child.on("close", resolve));
    expect({ asked, exitCode }).toEqual({ asked: 1, exitCode: 130 });
    expect(screen).not.toContain("after the loop");
  },
);
