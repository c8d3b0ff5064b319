import type { CommandLine } from "./command-line/command-line.ts";
import { readCommandLine } from "./command-line/read-command-line.ts";
import { CommandFailure } from "./failure/command-failure.ts";
import { describeFailure } from "./failure/describe-failure.ts";
import type { ExitCode } from "./failure/exit-codes.ts";
import { buildPrompt } from "./prompt/build-prompt.ts";
import { namedFilesNotice } from "./prompt/named-files.ts";
import { readSchema } from "./prompt/read-schema.ts";
import { readStdin } from "./prompt/read-stdin.ts";
import { Stop, type StopReason } from "./stop.ts";
import { Output } from "./terminal/output.ts";
import { safeLine } from "./terminal/safe-text.ts";
import { dim, takesStyle } from "./terminal/style.ts";
import { WaitingLine } from "./terminal/waiting-line.ts";

/** The part of `process` that the command uses. The SDK reads the environment of the real process. */
export type HostProcess = Pick<NodeJS.Process, "argv" | "env" | "stdin" | "stdout" | "stderr" | "on" | "off">;

/**
 * Runs the command with the arguments of a process, from the third on, and resolves to its exit code: 0 to 6, 130 or
 * 143; see the help. Never rejects and never ends the process, so that all output is written.
 */
export async function run(host: HostProcess): Promise<number> {
  const stop = new Stop();
  const ignoreSignals = stop.listen(host);
  const waiting = new WaitingLine(host.stderr);
  const hideWaiting = () => waiting.hide();
  const answer = new Output(host.stdout, (error) => stop.request(whenUnwritable(error)), hideWaiting);
  const notices = new Output(host.stderr, () => {}, hideWaiting);
  const stopWaiting = () => {
    for (const output of [answer, notices]) output.stopWaiting();
  };
  stop.signal.addEventListener("abort", stopWaiting, { once: true });
  try {
    const exitCode = await answerCommandLine({ host, stop, answer, notices, waiting });
    stop.signal.throwIfAborted();
    return exitCode;
  } catch (error) {
    await answer.endLine();
    await notices.endLine();
    if (stop.reason && !stop.reason.failure) return stop.reason.exitCode;
    const report = describeFailure(stop.reason?.failure ?? error, host.env);
    await notices.write(report.text);
    return stop.signalCode ?? report.exitCode;
  } finally {
    waiting.hide();
    ignoreSignals();
  }
}

interface Run {
  readonly host: HostProcess;
  readonly stop: Stop;
  readonly answer: Output;
  readonly notices: Output;
  readonly waiting: WaitingLine;
}

async function answerCommandLine({ host, stop, answer, notices, waiting }: Run): Promise<ExitCode> {
  const commandLine = await readCommandLine(host.argv.slice(2));
  if ("ownText" in commandLine) {
    await answer.write(commandLine.ownText);
    return 0;
  }
  const schema = commandLine.schema === undefined ? undefined : await readSchema(commandLine.schema);
  const words = commandLine.words.join(" ");
  const notify = (line: string) => void notices.write(`${safeLine(line)}\n`);
  const reading = readStdin(host.stdin, {
    hasPrompt: words.trim() !== "",
    flag: commandLine.stdin,
    stop: stop.signal,
    notify,
  });
  // Read stdin and load the SDK in parallel, because both take time.
  const [piped, { ask }] = await Promise.all([reading, import("./ask/ask.ts")]);
  const prompt = buildPrompt(words, piped);
  if (prompt === "") {
    const { helpText } = await import("./command-line/program.ts");
    await notices.write(helpText());
    return 2;
  }
  const notice = piped.trim() === "" ? namedFilesNotice(commandLine.words) : undefined;
  if (notice !== undefined) notify(notice);
  waiting.show();
  return ask({
    commandLine,
    prompt,
    schema,
    answer,
    notices,
    thinkingLook: thinkingLook(commandLine, host),
    stop: stop.signal,
  });
}

function thinkingLook({ showThinking }: CommandLine, { stderr, env }: HostProcess) {
  if (!showThinking) return undefined;
  return takesStyle(stderr, env) ? dim : (text: string) => text;
}

/** It is not a failure if the reader closes stdout early, as `head -1` does. */
function whenUnwritable(error: NodeJS.ErrnoException): StopReason {
  if (error.code === "EPIPE") return { exitCode: 0 };
  const summary = `The answer cannot be written to stdout (${error.code}).`;
  return {
    exitCode: 1,
    failure: new CommandFailure(summary, "Check where stdout is redirected to: the disk may be full.", 1),
  };
}
