import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { shown } from "../../../../tests/canaries/sightings.ts";
import { cleanEnvironment } from "./home.ts";
import type { Ending, RunOptions } from "./run-command.ts";

/** The built command. `npm run test:slow` builds it first; else `npx tsc -b` does. */
export const commandFile = join(import.meta.dirname, "../../dist/main.js");

/** The command in a process of its own. */
export interface CommandProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ending>;
  /** Resolves when stdout holds a text. Fails when the command ends without it. */
  untilStdout(text: string): Promise<void>;
  untilStderr(text: string): Promise<void>;
}

export function startProcess(words: readonly string[], { env, stdin = "" }: RunOptions = {}): CommandProcess {
  const child = spawn(process.execPath, [commandFile, ...words], { env: cleanEnvironment(env), timeout: 60_000 });
  const output = { stdout: "", stderr: "" };
  const collect = (name: "stdout" | "stderr") => {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
    });
  };
  collect("stdout");
  collect("stderr");
  // A command that does not read all of stdin breaks the pipe; what it says about that is what the tests look at.
  child.stdin.on("error", () => {});
  if (stdin !== null) child.stdin.end(stdin);
  const ended = new Promise<Ending>((resolve) => {
    child.on("close", (exitCode) => {
      shown("the command's output", `${output.stdout}\n${output.stderr}`);
      resolve({ exitCode, ...output });
    });
  });
  const until = (name: "stdout" | "stderr") => (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (output[name].includes(text)) resolve();
      };
      child[name].on("data", look);
      child.on("close", () => reject(new Error(`It ended without "${text}": ${JSON.stringify(output)}`)));
      look();
    });
  return { child, ended, untilStdout: until("stdout"), untilStderr: until("stderr") };
}

/** Runs the command in a process of its own to its end. */
export function runProcess(words: readonly string[], options?: RunOptions): Promise<Ending> {
  return startProcess(words, options).ended;
}
