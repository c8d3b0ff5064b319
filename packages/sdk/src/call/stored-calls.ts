import { openCallsOf } from "../conversation/open-calls.ts";
import type { OpenCall } from "../conversation/open-exchange.ts";
import { giveStored, type StoredRound } from "../conversation/stored-exchange.ts";
import type { GenerationOptions } from "../options/call-options.ts";
import { definitionOf } from "../options/tool.ts";
import { wireName } from "../options/tool-names.ts";
import { asksFirst } from "../options/tool-options.ts";
import type { Platform } from "../platform/platform.ts";

/** What is known of a function before the tools are prepared, for which MCP servers have to be asked. */
export interface KnownTool {
  readonly name: string;
  readonly state: OpenCall["state"];
}

/** Finds the function that a call names, by the tools of the exchange. */
export function toolFinder({ tools, toolLoop }: GenerationOptions): (name: string) => KnownTool {
  const definitions = (tools ?? []).flatMap((one) => definitionOf(one) ?? []);
  const functions = definitions.filter((one) => one.kind === "function");
  const declared = functions.map(({ name }) => wireName(name));
  const servers = definitions.filter((one) => one.kind === "mcp");
  const approvals = [...functions, ...servers].map(({ needsApproval }) => needsApproval);
  return (name) => {
    const own = functions[declared.indexOf(wireName(name))];
    const tool = own ?? servers.find(({ prefix }) => name.startsWith(prefix ?? ""));
    const isRun = toolLoop !== false && !(own && !own.execute);
    const state = tool && asksFirst(tool.needsApproval, approvals, toolLoop || {}) ? "approval" : "waiting";
    return { name: own?.name ?? name, state: isRun ? state : "result" };
  };
}

/** The records of the calls of a stored round, with the results that it has. */
export function callsOf(
  { model, results, earlier }: StoredRound,
  toolFor: (name: string) => KnownTool,
  { randomUuid }: Platform,
): readonly OpenCall[] {
  const calls = openCallsOf(
    model.flatMap((turn) => turn.calls),
    earlier,
    ({ name = "" }) => toolFor(name).name,
    ({ name = "" }) => toolFor(name).state,
    randomUuid,
  );
  giveStored(calls, results);
  return calls;
}
