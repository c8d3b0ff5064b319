import { spawn, spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { commandFile } from "../support/command-process.ts";
import { cleanEnvironment } from "../support/home.ts";

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
