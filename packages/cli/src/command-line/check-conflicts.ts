import { usageFailure } from "../failure/command-failure.ts";
import type { CommandLine } from "./command-line.ts";

/** Throws a CommandFailure for options that exclude each other. */
export function checkConflicts(commandLine: CommandLine): void {
  const { offline, backend, credentials, proxy, showThinking, thinkingBudget, thinkingLevel } = commandLine;
  if (offline && backend !== undefined) throw conflict("--offline", "--backend", "nothing is sent offline");
  if (offline && credentials !== undefined) throw conflict("--offline", "--credentials", "there is no sign-in offline");
  if (offline && proxy !== undefined) throw conflict("--offline", "--proxy", "nothing is sent offline");
  if (credentials !== undefined && backend !== undefined && backend !== "code-assist") {
    throw conflict("--credentials", `--backend ${backend}`, "only code-assist uses a login file");
  }
  if (thinkingBudget !== undefined && thinkingLevel !== undefined) {
    throw conflict("--thinking-budget", "--thinking-level", "a model accepts only one of them");
  }
  if (showThinking && thinkingBudget === 0) {
    throw conflict("--show-thinking", "--thinking-budget 0", "there is no thinking to show");
  }
}

function conflict(first: string, second: string, why: string) {
  return usageFailure(`${first} and ${second} exclude each other: ${why}.`, "Remove one of them.");
}
