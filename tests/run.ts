import { execFile } from "node:child_process";
import { shown } from "./canaries/sightings.ts";

/** How a program ended and what it printed. */
export interface Ending {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program in a folder, with an environment that holds no sign-in and no setting of the npm that runs the tests, but
 * for what `environment` adds. The folder is the user's home too, where no other is given. After `timeout` milliseconds, four
 * minutes by default, the program is ended.
 */
export function run(
  command: string,
  commandArguments: readonly string[],
  folder: string,
  home: string = folder,
  environment: Readonly<Record<string, string>> = {},
  timeout = 240_000,
): Promise<Ending> {
  const { PATH, SystemRoot } = process.env;
  const env = {
    PATH,
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    HOME: home,
    USERPROFILE: home,
    ...environment,
  };
  const shell = process.platform === "win32" && command !== process.execPath;
  return new Promise((resolve) => {
    const options = { cwd: folder, env, timeout, shell };
    const child = execFile(command, [...commandArguments], options, (error, stdout, stderr) => {
      shown("a program's output", `${stdout}\n${stderr}`);
      resolve({ exitCode: error === null ? 0 : (child.exitCode ?? -1), stdout, stderr });
    });
    child.stdin?.end();
  });
}

/** Runs a program that has to succeed, and returns what it printed on stdout. */
export async function runToSuccess(command: string, commandArguments: readonly string[], folder: string) {
  const { exitCode, stdout, stderr } = await run(command, commandArguments, folder);
  if (exitCode === 0) return stdout;
  throw new Error(`${command} ${commandArguments.join(" ")} ended with ${exitCode}.\n${stdout}\n${stderr}`);
}
