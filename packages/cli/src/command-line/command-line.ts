import type { BackendName } from "gemini-ts";

/** The command line, parsed and checked. */
export interface CommandLine {
  /** The arguments that are not options: the words of the prompt. */
  readonly words: readonly string[];
  readonly model?: string;
  readonly fallbackModel?: readonly string[];
  readonly system?: string;
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
  readonly thinkingBudget?: number;
  readonly thinkingLevel?: string;
  readonly showThinking?: boolean;
  readonly json?: boolean;
  /** The path of a file with JSON Schema. */
  readonly schema?: string;
  readonly backend?: BackendName;
  readonly credentials?: string;
  /** Replaces the proxies in the environment; `""` for none. */
  readonly proxy?: string;
  /** Whether stdin is read; undefined to decide by what it is. */
  readonly stdin?: boolean;
  /** Whether transient failures are retried. */
  readonly retry: boolean;
  readonly offline?: boolean;
  readonly offlineFallback?: boolean;
}

/** A command line that asks for the command's help or version. */
export interface OwnText {
  readonly ownText: string;
}
