import type { GeminiOptions } from "gemini-ts";
import type { CommandLine } from "../command-line/command-line.ts";

/** The SDK's options for a command line. */
export function clientOptions(commandLine: CommandLine): GeminiOptions {
  return {
    model: commandLine.model,
    fallbackModels: commandLine.fallbackModel,
    retry: commandLine.retry,
    systemPrompt: commandLine.system,
    temperature: commandLine.temperature,
    maxOutputTokens: commandLine.maxOutputTokens,
    thinkingBudget: commandLine.thinkingBudget,
    thinkingLevel: commandLine.thinkingLevel,
    includeThoughts: commandLine.showThinking,
    backend: commandLine.backend,
    credentialsPath: commandLine.credentials,
  };
}
