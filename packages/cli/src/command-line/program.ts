import { Command, InvalidArgumentError, Option } from "commander";
import type { BackendName } from "gemini-ts";
import { version } from "../version.ts";
import { helpAfterOptions } from "./help-text.ts";
import { numberBetween } from "./number-argument.ts";

/** A copy of the SDK's list, because a usage error must not load the SDK. The compiler ensures that it is complete. */
const BACKENDS = Object.keys({
  "code-assist": true,
  "gemini-api": true,
  vertex: true,
} satisfies Record<BackendName, true>);

const THINKING_LEVELS = ["minimal", "low", "medium", "high", "xhigh"];

/** The options, in the order of the help. Help and version texts go to `writeOwnText`; errors are thrown. */
export function createProgram(writeOwnText: (text: string) => void): Command {
  return new Command("gemini-ts")
    .description("Asks Gemini and streams the answer to stdout. Text piped to stdin is appended to the prompt.")
    .argument("[prompt...]", "what to ask, in one or more words")
    .option(
      "-m, --model <name>",
      "model name, or pro, flash or flash-lite (default: GEMINI_MODEL, or else gemini-3.8-flash; gemini-2.5-pro on code-assist)",
    )
    .option(
      "--fallback-model <name>",
      "model to ask if the first is overloaded, out of quota, unavailable, or still rate limited after its retries; can be repeated",
      inAddition,
    )
    .option("-s, --system <text>", "system instructions")
    .option(
      "--temperature <number>",
      "randomness, 0 to 2 (default: the model's own); newer models ignore it",
      numberBetween(0, 2),
    )
    .option(
      "--max-output-tokens <count>",
      "most tokens of an answer, including thinking",
      numberBetween(1, Infinity, "whole"),
    )
    .option(
      "--thinking-budget <count>",
      "tokens for thinking (0: none, -1: the model decides)",
      numberBetween(-1, Infinity, "whole"),
    )
    .addOption(
      new Option("--thinking-level <level>", "how much to think, for Gemini 3 and later")
        .choices(THINKING_LEVELS)
        .argParser(thinkingLevel),
    )
    .option("--show-thinking", "write the model's thinking to stderr, dimmed")
    .option("--stdin", "read stdin to its end, even if it is silent or a shell loop reads it")
    .option("--no-stdin", "never read stdin")
    .option("--schema <file>", "write JSON that fits the JSON Schema in this file, and nothing else")
    .option("--json", "write one JSON object: text, thinking, usage, finishReason, model, backend")
    .addOption(new Option("--backend <name>", "backend (default: the first with credentials)").choices(BACKENDS))
    .option("--credentials <path>", "login file of the Gemini CLI; implies --backend code-assist")
    .option("--proxy <url>", "proxy (default: HTTPS_PROXY or HTTP_PROXY, but not for hosts in NO_PROXY; '': none)")
    .option("--no-retry", "fail at once instead of retrying")
    .option("--offline", "answer from the built-in emulator; nothing is sent anywhere")
    .option("--offline-fallback", "the same, but only if no Google sign-in is found")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", helpAfterOptions)
    .configureHelp({ helpWidth: 80 })
    .configureOutput({ writeOut: writeOwnText, writeErr: () => {} })
    .exitOverride();
}

/** Google writes the levels in upper case. */
function thinkingLevel(argument: string): string {
  const level = argument.toLowerCase();
  if (THINKING_LEVELS.includes(level)) return level;
  throw new InvalidArgumentError(`Allowed choices are ${THINKING_LEVELS.join(", ")}.`);
}

/** Collects the values of a repeated option. */
function inAddition(name: string, before: readonly string[] = []): readonly string[] {
  return [...before, name];
}

/** The whole help. */
export function helpText(): string {
  let text = "";
  createProgram((piece) => {
    text += piece;
  }).outputHelp();
  return text;
}
