#!/usr/bin/env node
import { DEBUG_VARIABLE } from "./failure/command-failure.ts";
import { run } from "./run.ts";

// Warnings of libraries are for programmers, and would appear between the lines for the user.
if (!process.env[DEBUG_VARIABLE]) process.removeAllListeners("warning");

process.exitCode = await run(process);
// In all other cases, do not call process.exit(), which drops output that has not been read yet. After a signal, a
// reader that does not read must not delay the exit.
if (process.exitCode > 128) {
  // At a terminal, bash ends a loop or a script only if Ctrl-C ended the command itself. A program gets the exit code.
  const atTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  if (process.exitCode === 130 && atTerminal && process.platform !== "win32") process.kill(process.pid, "SIGINT");
  process.exit();
}
