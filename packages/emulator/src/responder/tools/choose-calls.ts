import { isObject } from "../../validation/property-check.ts";
import type { FunctionCall } from "../../wire/content.ts";
import type { FunctionDeclaration } from "../../wire/tools.ts";
import type { Conversation } from "../conversation.ts";
import { SchemaFiller } from "../schema/fill.ts";
import type { ResponderRequest } from "../types.ts";
import { nameWords } from "./name-words.ts";
import { PromptValues } from "./prompt-values.ts";

const MOST_CHARACTERS = 1_000;
/** Words in the names of functions that prompts leave out: "the weather" asks for `get_current_weather`. */
const IMPLIED = ["get", "fetch", "find", "lookup", "query", "show", "current", "latest", "info", "data", "details"];

/**
 * The functions to call: those of whose names the prompt has all words. What stands behind "then" is called in the next round, after
 * the function responses. None in mode `NONE`. In mode `ANY` there is always one.
 */
export function chooseCalls({ request, prompt, round }: Conversation): readonly FunctionCall[] {
  const declared = callableFunctions(request);
  const mode = request.toolConfig?.functionCallingConfig?.mode?.toUpperCase();
  if (mode === "NONE") return [];
  const asked = prompt.slice(0, MOST_CHARACTERS).split(/[,.;]? (?:and )?then,? /i)[round] ?? "";
  const calls = clausesOf(asked).flatMap(callsByClause(declared));
  const [first] = declared;
  return calls.length === 0 && mode === "ANY" && first ? [callOf(first, prompt)] : calls;
}

function callableFunctions({ tools = [], toolConfig }: ResponderRequest): readonly FunctionDeclaration[] {
  const declared = tools.flatMap((tool) => tool.functionDeclarations ?? []);
  const allowed = toolConfig?.functionCallingConfig?.allowedFunctionNames ?? [];
  return allowed.length === 0 ? declared : declared.filter(({ name }) => allowed.includes(name));
}

/** "The weather in Paris and the time in Tokyo" are two clauses. */
function clausesOf(prompt: string): readonly string[] {
  const clauses = prompt.split(/(?<=[.?!;])\s+|,? and (?=\p{L})/u);
  return clauses.filter((clause) => clause.trim() !== "");
}

/** A clause of names alone repeats the call before it: "the weather in Paris and London" are two calls. */
function callsByClause(declared: readonly FunctionDeclaration[]): (clause: string) => readonly FunctionCall[] {
  let called: FunctionDeclaration | undefined;
  return (clause) => {
    const isName = /^(?:\p{Lu}[\p{L}'’-]{1,40}[ ,?.!]{0,2}){1,5}$/u.test(clause);
    called =
      namedIn(clause, declared) ?? declared.find(({ name }) => isAsked(name, clause)) ?? (isName ? called : undefined);
    return called ? [callOf(called, clause)] : [];
  };
}

/** The function whose very name stands in the clause; of several, the one with the longest name. */
function namedIn(clause: string, declared: readonly FunctionDeclaration[]): FunctionDeclaration | undefined {
  const named = declared.filter(({ name }) => /[^a-z]/.test(name) && clause.includes(name));
  return named.sort((one, other) => other.name.length - one.name.length)[0];
}

function isAsked(name: string, clause: string): boolean {
  const words = nameWords(name);
  const telling = words.filter((word) => !IMPLIED.includes(word));
  const said = nameWords(clause).map(singular);
  return words.length > 0 && (telling.length > 0 ? telling : words).every((word) => said.includes(singular(word)));
}

function singular(word: string): string {
  return word.replace(/(?<=\w{2})s$/, "");
}

function callOf({ name, parametersJsonSchema, parameters }: FunctionDeclaration, prompt: string): FunctionCall {
  const schema = parametersJsonSchema ?? parameters ?? { type: "object" };
  const args = new SchemaFiller(schema, prompt, new PromptValues(prompt)).fill();
  return { name, args: isObject(args) ? args : {} };
}
