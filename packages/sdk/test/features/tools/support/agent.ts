import type { Fault } from "@gemini-ts/emulator";
import {
  type GeminiEvent,
  type GeminiOptions,
  type Tool,
  type ToolContext,
  type ToolOutput,
  tool,
} from "../../../../src/index.ts";
import { type SentRequest, type Started, start, type Way } from "../../../client/support/ways.ts";
import type { TestPlatformInit } from "../../../support/platform.ts";

/** Calls of functions in one response of the emulator, each `name` or `name(argument)`. */
export function calls(...written: readonly string[]): Fault {
  return { functionCall: written.map(callOf) };
}

function callOf(written: string): { readonly name: string; readonly args: Record<string, unknown> } {
  const [, name = "", argument] = /^([^(]+)(?:\((.*)\))?$/.exec(written) ?? [];
  return { name, args: argument === undefined ? {} : { input: argument } };
}

/** What a function of a test does: gets its argument and what every function gets. */
type Execute = (input: unknown, context: ToolContext) => unknown;

/** A function that counts its runs. */
export interface Counted {
  readonly tool: Tool;
  /** The arguments of each run. */
  readonly runs: unknown[];
  readonly ids: string[];
}

const parameters = { type: "object", properties: { input: { type: "string" } } };

/** A tool with one optional argument, which answers with it unless told otherwise. */
export function counted(name: string, execute: Execute = (input) => `did ${input}`, more: object = {}): Counted {
  const runs: unknown[] = [];
  const ids: string[] = [];
  const made = tool({
    name,
    description: `Does ${name}.`,
    parameters,
    execute: (args, context) => {
      runs.push(args.input);
      ids.push(context.callId);
      return execute(args.input, context) as ToolOutput;
    },
    ...more,
  });
  return { tool: made, runs, ids };
}

/** The functions that a request declares. */
export function declarationsIn(request: SentRequest | undefined): readonly Readonly<Record<string, unknown>>[] {
  const tools = (request?.tools ?? []) as readonly {
    readonly functionDeclarations?: readonly Record<string, unknown>[];
  }[];
  return tools.flatMap(({ functionDeclarations = [] }) => functionDeclarations);
}

/** An emulator with a script, and a client that listens to events. */
export interface Agent extends Started {
  readonly events: GeminiEvent[];
  /** The parts of the last content of each request. */
  lastParts(): readonly (readonly Record<string, unknown>[])[];
  /** The `response` of every result in the last content of a request, counted from 0; negative from the end. */
  responses(request?: number): readonly unknown[];
}

/** Starts an emulator that gives these answers in turn. */
export async function startAgent(
  script: readonly Fault[],
  { way, platform }: { readonly way?: Way; readonly platform?: TestPlatformInit } = {},
): Promise<Agent> {
  const started = await (way?.start ?? start)({}, platform);
  for (const answer of script) started.emulator.next(answer);
  const events: GeminiEvent[] = [];
  const lastParts = () => started.requests().map(({ contents }) => contents.at(-1)?.parts ?? []);
  return {
    ...started,
    events,
    client: (options: GeminiOptions = {}) =>
      started.client({ model: "gemini-3.8-flash", onEvent: (event) => events.push(event), ...options }),
    lastParts,
    responses: (request = -1) =>
      (lastParts().at(request) ?? []).map(
        ({ functionResponse }) => (functionResponse as { readonly response?: unknown } | undefined)?.response,
      ),
  };
}
