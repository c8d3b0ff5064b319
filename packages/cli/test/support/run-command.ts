import { EventEmitter, once } from "node:events";
import { PassThrough, type Writable } from "node:stream";
import { shown } from "../../../../tests/canaries/sightings.ts";
import { type HostProcess, run } from "../../src/run.ts";
import { cleanEnvironment } from "./home.ts";

export interface RunOptions {
  /** What is added to an environment that holds no sign-in. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped to stdin; nothing unless told. Null leaves it open. */
  readonly stdin?: string | Uint8Array | null;
  /** The stream that nobody reads until the command has ended: its first write waits. */
  readonly unread?: StreamName;
  /** Whether stderr is a terminal. */
  readonly onTerminal?: boolean;
}

type StreamName = "stdout" | "stderr";

export interface Ending {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command. */
export interface Running {
  readonly stdin: Writable;
  readonly ended: Promise<Ending>;
  /** Resolves when stdout holds a text. Fails if the command ends without it. */
  untilStdout(text: string): Promise<void>;
  untilStderr(text: string): Promise<void>;
  /** Resolves when the command waits for a reader of `unread`. */
  untilWaiting(): Promise<void>;
  /** Sends the command a signal. */
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts the command in this process, one at a time: until it ends, this process has the command's environment, because the
 * SDK reads that of the real process. The tests of signals, terminals and exit codes start a process (`command-process.ts`).
 */
export function startCommand(
  words: readonly string[],
  { env, stdin = "", unread, onTerminal = false }: RunOptions = {},
): Running {
  const restoreEnvironment = useEnvironment(cleanEnvironment(env));
  const outputOf = (name: StreamName) => new PassThrough({ highWaterMark: name === unread ? 1 : 16_384 });
  const streams = { stdin: new PassThrough(), stdout: outputOf("stdout"), stderr: outputOf("stderr") };
  const output = { stdout: "", stderr: "" };
  const read = (name: StreamName) => {
    streams[name].setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
    });
  };
  for (const name of ["stdout", "stderr"] as const) if (name !== unread) read(name);
  if (stdin !== null) streams.stdin.end(stdin);
  if (onTerminal) Object.assign(streams.stderr, { isTTY: true });
  const host = Object.assign(new EventEmitter(), streams, { argv: ["node", "gemini-ts", ...words], env: process.env });
  const finish = async (): Promise<Ending> => {
    try {
      const exitCode = await run(host as unknown as HostProcess);
      if (unread) read(unread);
      await Promise.all([streams.stdout, streams.stderr].map((stream) => once(stream.end(), "end")));
      shown("the command's output", `${output.stdout}\n${output.stderr}`);
      return { exitCode, ...output };
    } finally {
      restoreEnvironment();
    }
  };
  const ended = finish();
  const until = (name: StreamName) => (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (output[name].includes(text)) resolve();
      };
      streams[name].on("data", look);
      streams[name].on("end", () => reject(new Error(`It ended without "${text}": ${JSON.stringify(output)}`)));
      look();
    });
  return {
    stdin: streams.stdin,
    ended,
    untilStdout: until("stdout"),
    untilStderr: until("stderr"),
    untilWaiting: async () => {
      while (unread && streams[unread].readableLength === 0) await new Promise((resolve) => setImmediate(resolve));
    },
    kill: (signal) => void host.emit(signal, signal),
  };
}

/** Runs the command to its end. */
export function runCommand(words: readonly string[], options?: RunOptions): Promise<Ending> {
  return startCommand(words, options).ended;
}

let isInUse = false;

/** Replaces all variables of this process. Returns how to restore them. */
function useEnvironment(env: Readonly<Record<string, string>>): () => void {
  if (isInUse) throw new Error("Another command is running: wait for its end, or start a process.");
  isInUse = true;
  const before = { ...process.env };
  replaceVariables(env);
  return () => {
    replaceVariables(before);
    isInUse = false;
  };
}

function replaceVariables(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
}
