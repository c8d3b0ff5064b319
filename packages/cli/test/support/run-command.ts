import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { shown } from "../../../../tests/canaries/sightings.ts";

/** The built command: these tests run what is published. `npm test` builds it first; else `npx tsc -b` does. */
export const commandFile = join(import.meta.dirname, "../../dist/main.js");

export interface RunOptions {
  /** What is added to an environment that holds no sign-in. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped to stdin; nothing unless told. Null leaves it open. */
  readonly stdin?: string | Uint8Array | null;
}

export interface Ending {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ending>;
  /** Resolves when stdout holds a text. Fails when the command ends without it. */
  untilStdout(text: string): Promise<void>;
  untilStderr(text: string): Promise<void>;
}

/** An empty folder of the user's, removed when the test ends. */
export function createHome(): string {
  const home = mkdtempSync(join(tmpdir(), "gemini-ts-cli-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return home;
}

/** The environment of a command, without anything that the tests' own has. */
export function cleanEnvironment(env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const home = createHome();
  return { PATH: process.env.PATH ?? "", HOME: home, USERPROFILE: home, ...env };
}

export function startCommand(words: readonly string[], { env, stdin = "" }: RunOptions = {}): Running {
  const child = spawn(process.execPath, [commandFile, ...words], { env: cleanEnvironment(env), timeout: 20_000 });
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

/** Runs the command to its end. */
export function runCommand(words: readonly string[], options?: RunOptions): Promise<Ending> {
  return startCommand(words, options).ended;
}
