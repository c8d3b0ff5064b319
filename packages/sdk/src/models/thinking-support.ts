import type { ChangedOption } from "../platform/events.ts";
import type { ThinkingConfig } from "../wire/generate.ts";
import { findModel } from "./catalogue.ts";
import { LEVELS, type Level, type ThinkingSupport } from "./model-facts.ts";
import { bareModelName } from "./model-name.ts";

const LOW_TO_HIGH: readonly Level[] = ["LOW", "MEDIUM", "HIGH"];

/** Gemini models that are newer than this version are taken for models with the common levels. */
function thinkingSupport(model: string): ThinkingSupport | undefined {
  const known = findModel(model)?.thinking;
  return known ?? (/^gemini-\d/.test(bareModelName(model)) ? { levels: LOW_TO_HIGH } : undefined);
}

/**
 * What Google takes a level for on a model that has budgets, in tokens.
 * @see https://ai.google.dev/gemini-api/docs/openai
 */
const BUDGET_OF: Readonly<Record<Level, number>> = {
  MINIMAL: 1_024,
  LOW: 1_024,
  MEDIUM: 8_192,
  HIGH: 24_576,
  XHIGH: 24_576,
};

/** A configuration that a model takes, and what is different in it. */
export interface AcceptedThinking {
  /** Undefined if nothing is left of it. */
  readonly config: ThinkingConfig | undefined;
  readonly changed: readonly ChangedOption[];
}

/**
 * Translates options that were chosen for another model. The first row that fits decides:
 *
 * | the model takes | given | sent |
 * |---|---|---|
 * | is unknown | anything | the same |
 * | no thinking options | anything | nothing |
 * | levels | another level | the nearest one, the higher of two |
 * | budgets only | a level | Google's budget for the level |
 * | budgets | a budget out of range | the nearest one; 0 becomes the lowest level, if it has levels |
 * | levels only | a budget | the level that it stands for; -1 is left out |
 */
export function acceptedThinking(model: string, config: ThinkingConfig): AcceptedThinking {
  const support = thinkingSupport(model);
  if (!support) return { config, changed: [] };
  if (support.levels.length === 0 && !support.budgets) {
    return { config: undefined, changed: Object.keys(config).map((option) => ({ option })) };
  }
  const { thinkingBudget: budget, thinkingLevel, ...rest } = config;
  const level = typeof thinkingLevel === "string" ? thinkingLevel.toUpperCase() : undefined;
  // Neither, or both, which every model refuses and only the caller can correct.
  if ((typeof budget === "number") === (level !== undefined)) return { config, changed: [] };
  const option = level === undefined ? "thinkingBudget" : "thinkingLevel";
  const sent = level === undefined ? insteadOfBudget(Number(budget), support) : insteadOfLevel(level, support);
  if (sent[option] === (level ?? budget)) return { config, changed: [] };
  const [instead] = Object.entries(sent).map(([name, value]) => `${name}: ${value}`);
  const changed = [instead === undefined ? { option } : { option, instead }];
  const left = { ...rest, ...sent };
  return { config: Object.keys(left).length > 0 ? left : undefined, changed };
}

function insteadOfLevel(level: string, { levels, budgets }: ThinkingSupport): ThinkingConfig {
  const wanted = LEVELS.indexOf(level as Level);
  if (levels.length === 0) {
    return wanted < 0 || !budgets ? {} : { thinkingBudget: clamp(BUDGET_OF[level as Level], budgets) };
  }
  return wanted < 0 ? {} : { thinkingLevel: nearest(wanted, levels) };
}

function insteadOfBudget(budget: number, { levels, budgets, canBeOff }: ThinkingSupport): ThinkingConfig {
  if (budgets && (budget === -1 || (budget === 0 && canBeOff))) return { thinkingBudget: budget };
  if (budgets && (budget > 0 || levels.length === 0)) return { thinkingBudget: clamp(budget, budgets) };
  if (budget === -1) return {};
  if (budget === 0) return { thinkingLevel: nearest(0, levels) };
  const level = LOW_TO_HIGH.find((one) => budget <= BUDGET_OF[one]) ?? "HIGH";
  return { thinkingLevel: nearest(LEVELS.indexOf(level), levels) };
}

function clamp(budget: number, [least, most]: readonly [number, number]): number {
  return Math.min(Math.max(budget, least), most);
}

function nearest(wanted: number, levels: readonly Level[]): string {
  const distance = (level: Level) => Math.abs(LEVELS.indexOf(level) - wanted);
  return levels.reduce((best, level) => (distance(level) <= distance(best) ? level : best));
}

/** An option that a model refuses, and a sentence that says what to use instead. */
export interface RefusedThinking {
  readonly option: "thinkingBudget" | "thinkingLevel";
  readonly instead: string;
}

/**
 * The thinking option that a known model refuses. Gemini 3 takes the budget 0, although it cannot stop thinking.
 * @see https://ai.google.dev/gemini-api/docs/thinking
 */
export function refusedThinking(
  model: string,
  budget: number | null | undefined,
  level: string | null | undefined,
): RefusedThinking | undefined {
  const support = findModel(model)?.thinking;
  if (!support) return undefined;
  const { levels, budgets, canBeOff } = support;
  if (level != null) {
    const isTaken = levels.some((one) => one === level.toUpperCase());
    return isTaken ? undefined : { option: "thinkingLevel", instead: insteadOf(support) };
  }
  if (budget == null || (budgets && isWithin(budget, budgets))) return undefined;
  if (budgets && (budget === -1 || (budget === 0 && (canBeOff || levels.length > 0)))) return undefined;
  return { option: "thinkingBudget", instead: insteadOf(support) };
}

function isWithin(budget: number, [least, most]: readonly [number, number]): boolean {
  return budget >= least && budget <= most;
}

function insteadOf({ levels, budgets, canBeOff }: ThinkingSupport): string {
  if (levels.length > 0) return `Use \`thinkingLevel\`: ${levels.map((level) => `"${level}"`).join(", ")}.`;
  if (!budgets) return "Leave it out: the model does not think.";
  const off = canBeOff ? "0, " : "";
  return `Use \`thinkingBudget\`: ${off}-1, or ${budgets[0]} to ${budgets[1]} tokens.`;
}
