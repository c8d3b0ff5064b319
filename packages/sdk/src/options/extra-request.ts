import { conflictingOptions } from "../errors/option-errors.ts";
import { isRecord } from "../wire/is-record.ts";
import { type GenerationOptions, generationTable } from "./call-options.ts";

/** The options that are members of the request, by the names of these members. */
const optionOf: ReadonlyMap<string, keyof GenerationOptions> = new Map(
  (Object.keys(generationTable) as (keyof GenerationOptions)[])
    .filter((name) => generationTable[name].sentIn === "request")
    .map((name) => [generationTable[name].sentAs ?? name, name]),
);

/**
 * Throws `invalid_options` if a member of `extraRequest` would replace what an option sets. Checked for the options of a client,
 * chat or call alone, so that it fails at once, and for all of them together.
 */
export function checkExtraRequest(options: GenerationOptions): void {
  const { extraRequest } = options;
  if (extraRequest == null) return;
  for (const [member, value] of Object.entries(extraRequest)) {
    const name = inCamelCase(member);
    const option = optionOf.get(name);
    if (option !== undefined && options[option] != null) throw replaced(option, member, dropping(option));
    if (!options.tools?.length) continue;
    if (name === "tools" && value != null) throw replaced("tools", member, USE_TOOLS);
    if (name === "toolConfig") checkToolConfig(options, member, value);
  }
}

function checkToolConfig({ toolChoice }: GenerationOptions, member: string, toolConfig: unknown): void {
  if (!isRecord(toolConfig)) return;
  const inner = Object.keys(toolConfig).find((one) => inCamelCase(one) === "functionCallingConfig");
  const config = inner === undefined ? undefined : toolConfig[inner];
  if (!isRecord(config)) return;
  const path = `${member}.${inner}`;
  if (toolChoice != null) throw replaced("toolChoice", path, dropping("toolChoice"));
  const says = Object.keys(config).map(inCamelCase);
  const isChoice = typeof config.mode === "string" && CHOICES.test(config.mode);
  if (isChoice || says.includes("allowedFunctionNames")) throw replaced("tools", path, USE_CHOICE);
}

/** The modes that `toolChoice` has words for. */
const CHOICES = /^(?:AUTO|ANY|NONE)$/i;

const USE_TOOLS = "Pass functions as `tool({ … })`, and Google's own tools as `googleSearch()` and so on, in `tools`.";
const USE_CHOICE = 'Pass `toolChoice`: "auto", "any", "none", or names of tools.';

function dropping(option: string): string {
  return `Pass only one of them; \`${option}: null\` drops what a client or chat sets.`;
}

function replaced(option: string, member: string, remedy: string) {
  const why = `\`extraRequest.${member}\` would replace what \`${option}\` sends`;
  return conflictingOptions(option, "extraRequest", why, remedy);
}

/** The members of `extraGenerationConfig` in camel case, so that each replaces the option that it stands for. */
export function extraConfigOf({ extraGenerationConfig }: GenerationOptions): Readonly<Record<string, unknown>> {
  const members = Object.entries(extraGenerationConfig ?? {});
  return Object.fromEntries(members.map(([name, value]) => [inCamelCase(name), value]));
}

/** Google takes the names of its members in snake case too. */
function inCamelCase(name: string): string {
  return name.replace(/(?!^)_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
