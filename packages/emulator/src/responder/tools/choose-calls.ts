import type { FunctionCall } from "../../wire/content.ts";
import type { FunctionDeclaration } from "../../wire/tools.ts";
import type { Conversation } from "../conversation.ts";
import { extractFrom } from "../hints/extract.ts";
import { findText } from "../hints/find-text.ts";
import { keyWords } from "../hints/key-words.ts";
import { factsIn } from "../memory/facts.ts";
import { SchemaFiller } from "../schema/fill.ts";
import { isRecord, resolveSchema } from "../schema/resolve.ts";
import { argsForAgentTool, isAgentTool } from "./agent-tools.ts";
import { clausesOf, promptPerPlace } from "./clauses.ts";
import { argumentSchema, callableFunctions, isAgentToolBox } from "./declared.ts";
import { matchScore } from "./match.ts";

/** Arguments that make no sense as an example: without one in the prompt such a function is not called. */
const MUST_STAND_IN_PROMPT = [
  "path",
  "file",
  "filename",
  "dir",
  "directory",
  "url",
  "uri",
  "command",
  "pattern",
  "regex",
];

/**
 * The functions to call now: none when calling is off, when results have just come back, or when the prompt asks for
 * nothing that a function does. In mode `ANY` there is always one.
 */
export function chooseCalls(conversation: Conversation): readonly FunctionCall[] {
  const declared = callableFunctions(conversation.request);
  const mode = conversation.request.toolConfig?.functionCallingConfig?.mode?.toUpperCase();
  if (declared.length === 0 || mode === "NONE") return [];
  const { prompt } = conversation;
  const mustCall = mode === "ANY";
  if (!mustCall && (conversation.functionResults.length > 0 || prompt === "" || factsIn(prompt).length > 0)) return [];
  const calls = withoutDoubles(callsFor(declared, prompt));
  const [first] = declared;
  return calls.length > 0 || !mustCall || !first ? calls : [callOf(first, prompt)];
}

function callsFor(declared: readonly FunctionDeclaration[], prompt: string): readonly FunctionCall[] {
  const clauses = clausesOf(prompt);
  const perClause = clauses.flatMap((clause) => callFor(declared, clause) ?? []);
  const differ = new Set(perClause.map(({ name }) => name)).size > 1;
  if (differ) return perClause;
  const whole = promptPerPlace(prompt).flatMap((single) => callFor(declared, single) ?? []);
  return whole.length > 0 ? whole : perClause;
}

function callFor(declared: readonly FunctionDeclaration[], prompt: string): FunctionCall | undefined {
  const isToolBox = isAgentToolBox(declared);
  let best: { readonly declaration: FunctionDeclaration; readonly score: number } | undefined;
  for (const declaration of declared) {
    const known = Object.keys(propertiesOf(declaration));
    const args = argsForAgentTool(declaration.name, prompt, known);
    if (args) return { name: declaration.name, args: { ...callOf(declaration, prompt).args, ...args } };
    if (isToolBox && isAgentTool(declaration.name) && !prompt.includes(declaration.name)) continue;
    const score = matchScore(declaration, prompt, isToolBox);
    if (score > (best?.score ?? 0) && standsInPrompt(declaration, prompt)) best = { declaration, score };
  }
  return best && callOf(best.declaration, prompt);
}

function callOf(declaration: FunctionDeclaration, prompt: string): FunctionCall {
  const args = new SchemaFiller(argumentSchema(declaration), prompt, true).fill();
  return { name: declaration.name, args: isRecord(args) ? args : {} };
}

function standsInPrompt(declaration: FunctionDeclaration, prompt: string): boolean {
  const { required } = resolveSchema(argumentSchema(declaration), argumentSchema(declaration));
  const names = Array.isArray(required) ? required.filter((name) => typeof name === "string") : [];
  const needed = names.filter((name) => keyWords(name).some((word) => MUST_STAND_IN_PROMPT.includes(word)));
  const extracts = extractFrom(prompt);
  return needed.every((name) => findText(extracts, name) !== undefined);
}

function propertiesOf(declaration: FunctionDeclaration): Readonly<Record<string, unknown>> {
  const { properties } = resolveSchema(argumentSchema(declaration), argumentSchema(declaration));
  return isRecord(properties) ? properties : {};
}

function withoutDoubles(calls: readonly FunctionCall[]): readonly FunctionCall[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}
