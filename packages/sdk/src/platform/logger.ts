import { unknownValue } from "../errors/option-errors.ts";
import type { OptionRule } from "../validation/option-rule.ts";
import { isRecord } from "../wire/is-record.ts";
import type { GeminiEvent, OnEvent, WarningEvent } from "./events.ts";
import type { LogLevel } from "./log-line.ts";
import type { Platform } from "./platform.ts";
import { safeOnEvent } from "./safe-on-event.ts";
import { sharedState } from "./shared-state.ts";
import { MISSING_WORDS, variableWord } from "./variable-word.ts";

/** Receives one line of text per event, such as `console`. A level without a function is not logged. */
export interface Logger {
  /** Requests, responses and renewed tokens. */
  debug?: ((line: string) => unknown) | undefined;
  /** Calls that begin, continue and end. */
  info?: ((line: string) => unknown) | undefined;
  /** Warnings, retries, fallbacks and failed calls. */
  warn?: ((line: string) => unknown) | undefined;
  /** Used for the lines of `warn` if there is no `warn`. */
  error?: ((line: string) => unknown) | undefined;
}

/** Least important first. */
const LEVELS: readonly LogLevel[] = ["debug", "info", "warn"];

const FUNCTIONS = [...LEVELS, "error"] as const;

/** `off`, and what other programs call it. */
const OFF: ReadonlySet<string> = new Set(["off", "silent", "quiet", "none", "false", "no", "0", "disabled"]);

/** The rule of the option `logger`. */
export const loggerRule: OptionRule = {
  expected: "an object with any of the functions debug, info, warn and error, such as console",
  accepts: (value) =>
    hasMembers(value) &&
    FUNCTIONS.some((name) => value[name] != null) &&
    FUNCTIONS.every((name) => value[name] == null || typeof value[name] === "function"),
};

/** Some loggers are functions that have the levels as members. */
function hasMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) || typeof value === "function";
}

/** Who receives a client's events. */
export interface Observer {
  /** Undefined if nobody does. */
  readonly onEvent: OnEvent | undefined;
  /** Resolves when events can be logged at once; undefined if nothing is logged. Never rejects. */
  readonly ready?: Promise<void>;
}

/** What of a client's options decides who receives its events. */
interface Observers {
  readonly onEvent?: OnEvent | null | undefined;
  readonly logger?: Logger | null | undefined;
}

type LineFormat = typeof import("./log-line.ts");

/** Writes a line of a level. */
type WriteLine = (level: LogLevel, line: string) => unknown;

/**
 * Returns who receives a client's events: its `onEvent`, and its `logger` or standard error as `GEMINI_TS_LOG` says.
 *
 * | `logger` | `GEMINI_TS_LOG` | logged |
 * |---|---|---|
 * | a logger | not set, or unknown | every event, to the logger |
 * | a logger | a level | events of this level and above, to the logger |
 * | undefined | a level | events of this level and above, to standard error |
 * | any | `off` | nothing |
 * | null | any | nothing |
 */
export function observerOf({ onEvent, logger }: Observers, platform: Platform): Observer {
  const own = onEvent ?? undefined;
  if (logger === null) return { onEvent: own };
  const word = variableWord("GEMINI_TS_LOG", platform);
  const level = LEVELS.find((one) => one === (word === "warning" ? "warn" : word));
  const isOff = OFF.has(word);
  const isUnknown = !level && !isOff && !MISSING_WORDS.includes(word);
  const write = logger ? writerTo(logger) : level && writerToStderr(platform);
  const log = write && !isOff ? logFrom(level ?? "debug", write) : undefined;
  const observer = log ? { ...log, onEvent: own ? both(log.onEvent, own) : log.onEvent } : { onEvent: own };
  if (isUnknown) report(unknownLevel(word), observer.onEvent, logger ? undefined : firstWriterToStderr(platform));
  return observer;
}

function writerTo(logger: Logger): WriteLine {
  return (level, text) => {
    const line = labelled(level, text);
    if (level === "warn" && !logger.warn) return logger.error?.(line);
    return logger[level]?.(line);
  };
}

function writerToStderr(platform: Platform): WriteLine {
  return (level, text) =>
    platform.writeToStderr(`${new Date(platform.clock.now()).toISOString()} ${labelled(level, text)}`);
}

/** A `console` shows neither where a line comes from nor its level. */
function labelled(level: LogLevel, text: string): string {
  return `gemini-ts ${level}: ${text}`;
}

/** Logs events of a level and above. What formats them is loaded now; calls wait for it, so that no line is lost. */
function logFrom(lowest: LogLevel, write: WriteLine): Observer & { readonly onEvent: OnEvent } {
  let loaded: LineFormat | undefined;
  let lost = false;
  const waiting: GeminiEvent[] = [];
  const onEvent = (event: GeminiEvent) => {
    if (lost) return;
    // The observer that gets it next may change it.
    if (!loaded) return waiting.push({ ...event });
    const level = loaded.levelOf(event);
    return LEVELS.indexOf(level) >= LEVELS.indexOf(lowest) ? write(level, loaded.lineOf(event)) : undefined;
  };
  const load = async () => {
    try {
      loaded = await import("./log-line.ts");
      for (const event of waiting.splice(0)) safeOnEvent(onEvent)(event);
    } catch {
      // Without it, nothing is logged, and calls go on.
      lost = true;
      waiting.length = 0;
    }
  };
  return { onEvent, ready: load() };
}

/** Neither keeps an event from the other by throwing. The first is done with an event before the second can change it. */
function both(first: OnEvent, second: OnEvent): OnEvent {
  const [toFirst, toSecond] = [safeOnEvent(first), safeOnEvent(second)];
  return (event) => {
    toFirst(event);
    toSecond(event);
  };
}

/** Whoever set the variable reads standard error, and would see nothing at all. */
function report(warning: WarningEvent, onEvent: OnEvent | undefined, write: WriteLine | undefined): void {
  safeOnEvent(onEvent)(warning);
  write?.("warn", warning.message);
}

/** Whether this process has been told that `GEMINI_TS_LOG` is wrong. */
const told = sharedState(() => ({ isTold: false }));

/** Clients that are created later print nothing more. */
function firstWriterToStderr(platform: Platform): WriteLine | undefined {
  const state = told(platform);
  if (state.isTold) return undefined;
  state.isTold = true;
  return writerToStderr(platform);
}

function unknownLevel(value: string): WarningEvent {
  const summary = `The environment variable \`GEMINI_TS_LOG\` has ${unknownValue(value)}, which is ignored.`;
  const message = `${summary} Set it to debug, info, warn or off.`;
  return { type: "warning", code: "log_level_unknown", message, summary };
}
