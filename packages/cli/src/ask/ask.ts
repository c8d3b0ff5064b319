import { GeminiClient, type GeminiEvent, type GeminiOptions, isGeminiError, type JsonSchema } from "gemini-ts";
import type { CommandLine } from "../command-line/command-line.ts";
import type { ExitCode } from "../failure/exit-codes.ts";
import type { ProxyAgent } from "../proxy/proxy-agent.ts";
import { proxySettings } from "../proxy/proxy-settings.ts";
import type { Output } from "../terminal/output.ts";
import { safeLine } from "../terminal/safe-text.ts";
import type { AnswerWriter } from "./answer-writer.ts";
import { clientOptions } from "./client-options.ts";
import { earlyEndNote } from "./early-end.ts";
import { JsonWriter } from "./json-writer.ts";
import { ObjectWriter } from "./object-writer.ts";
import { progressLine } from "./progress.ts";
import { TextWriter } from "./text-writer.ts";
import { tokenCache } from "./token-cache.ts";

/** One prompt, and the outputs for its answer. */
export interface Question {
  readonly commandLine: CommandLine;
  readonly prompt: string;
  /** Of `--schema`. */
  readonly schema?: JsonSchema | undefined;
  readonly answer: Output;
  readonly notices: Output;
  /** Styles thinking on `notices`. If undefined, thinking is not shown. */
  readonly thinkingLook: ((text: string) => string) | undefined;
  readonly stop: AbortSignal;
}

/**
 * Sends the prompt, and writes the answer as it arrives. Resolves to the exit code: 6 if the answer was truncated, else 0.
 * Output that fits `--schema` is whole, however it ended. Fails with a GeminiError or a CommandFailure.
 */
export async function ask(question: Question): Promise<ExitCode> {
  const { commandLine } = question;
  if (commandLine.offline) return askOffline(question);
  const agent = await proxyAgent(commandLine.proxy);
  try {
    return await send(question, { ...clientOptions(commandLine), tokenCache: tokenCache(), agent });
  } catch (error) {
    if (!commandLine.offlineFallback || !foundNoSignIn(error)) throw error;
    await question.notices.write(
      "No Google sign-in found: answered by the offline emulator. Set GEMINI_API_KEY to ask Gemini.\n",
    );
    return await askOffline(question);
  } finally {
    agent?.destroy();
  }
}

async function askOffline(question: Question): Promise<ExitCode> {
  const { offlineOptions } = await import("./offline.ts");
  return send(question, { ...clientOptions(question.commandLine), ...(await offlineOptions()) }, "emulator");
}

async function send(question: Question, options: GeminiOptions, emulated?: "emulator"): Promise<ExitCode> {
  const { schema } = question;
  const writer = writerFor(question);
  let backend = "";
  /** Written after the answer, because the event arrives before the last line of the answer has ended. */
  const notes: string[] = [];
  const onEvent = (event: GeminiEvent) => {
    if (event.type === "request") backend = event.backend;
    const line = progressLine(event);
    if (line === undefined) return;
    if (event.type === "warning" && event.code === "model_substituted") notes.push(line);
    else void question.notices.write(`${safeLine(line)}\n`);
  };
  const client = new GeminiClient({ ...options, signal: question.stop, onEvent });
  try {
    const stream = client.generateStream(question.prompt, { schema });
    // With a schema, no chunk is read, because only an unread output can be repaired.
    if (schema === undefined) for await (const chunk of stream) await writer.chunk(chunk);
    const response = await stream.response();
    await writer.end(response, emulated ?? backend);
    if (schema !== undefined) return 0;
    const note = earlyEndNote(response);
    if (note !== undefined) await question.notices.write(`${safeLine(note)}\n`);
    return response.truncated ? 6 : 0;
  } finally {
    await client.close();
    for (const note of notes) await question.notices.write(`${safeLine(note)}\n`);
  }
}

function writerFor(question: Question): AnswerWriter {
  const { commandLine, answer, schema } = question;
  if (commandLine.json) return new JsonWriter(answer, schema !== undefined);
  return schema === undefined ? new TextWriter(question) : new ObjectWriter(question);
}

/** Loaded only if there is a proxy, because most runs have none. */
async function proxyAgent(option: string | undefined): Promise<ProxyAgent | undefined> {
  const settings = proxySettings(option, process.env);
  if (!settings) return undefined;
  const { ProxyAgent } = await import("../proxy/proxy-agent.ts");
  return new ProxyAgent(settings);
}

/** Whether options, environment and settings select no sign-in, and none was found. */
function foundNoSignIn(error: unknown): boolean {
  return isGeminiError(error, "no_credentials") && error.reason === "nothing_found";
}
