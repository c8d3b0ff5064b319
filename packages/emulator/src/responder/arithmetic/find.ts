import { lex, type Token } from "./lexer.ts";
import { evaluate } from "./parser.ts";

/** An expression that stands in a prompt: as it is best written, and its value. */
export interface Calculation {
  readonly written: string;
  readonly value: number;
  readonly dividesByZero: boolean;
}

const ASKS =
  /\b(?:what|what's|whats|calculate|compute|evaluate|solve|how much|result|work out|equals?|add|sum|tell me)\b|=/i;
const DATE = /\b\d{1,4}[-/]\d{1,2}[-/]\d{1,4}\b/;
// "2-3 sentences" or "24/7 support" is not arithmetic: only these may follow an expression.
const MAY_FOLLOW =
  /^(?:[?.!,;:="'`)]|and|equals?|please|then|is|rounded|using|exactly|but|answer|reply|give|just|only)$/i;

/** The longest expression with an operator in a prompt that asks for a calculation, if there is one. */
export function findCalculation(prompt: string): Calculation | undefined {
  if (DATE.test(prompt.slice(0, 1_000))) return undefined;
  const tokens = lex(prompt);
  const runs = runsOf(tokens).filter(({ run, next }) => isCalculation(run) && (!next || MAY_FOLLOW.test(next.text)));
  const longest = runs.reduce<Run | undefined>(
    (best, run) => (best && best.run.length >= run.run.length ? best : run),
    undefined,
  );
  if (!longest || !(ASKS.test(prompt) || isWholePrompt(longest.run, tokens))) return undefined;
  const value = evaluate(longest.run);
  if (value === undefined) return undefined;
  return { written: write(longest.run), value, dividesByZero: !Number.isFinite(value) && dividesByZero(longest.run) };
}

interface Run {
  readonly run: readonly Token[];
  readonly next: Token | undefined;
}

function runsOf(tokens: readonly Token[]): readonly Run[] {
  const runs: Run[] = [];
  let run: Token[] = [];
  for (const token of [...tokens, undefined]) {
    if (token && token.kind !== "other") {
      run.push(token);
      continue;
    }
    runs.push({ run: trim(run), next: token });
    run = [];
  }
  return runs;
}

/** Without operators that only a neighbouring word gave: "the sum of 2 + 2". */
function trim(run: readonly Token[]): readonly Token[] {
  const start = run.findIndex((token) => token.kind !== "operator" || token.text === "-");
  return start < 0 ? [] : run.slice(start);
}

function isCalculation(run: readonly Token[]): boolean {
  const operators = run.filter((token, index) => token.kind === "function" || (token.kind === "operator" && index > 0));
  return operators.length > 0 && evaluate(run) !== undefined;
}

function isWholePrompt(run: readonly Token[], tokens: readonly Token[]): boolean {
  return tokens.every((token) => token.kind !== "other" || /^[?.!=]$/.test(token.text)) && run.length > 1;
}

function dividesByZero(run: readonly Token[]): boolean {
  return run.some((token) => token.text === "/" || token.text === "mod" || token.text === "%");
}

function write(run: readonly Token[]): string {
  return run.map(({ text }, index) => (touchesBefore(run, index) ? "" : " ") + (text === "sqrt" ? "√" : text)).join("");
}

function touchesBefore(run: readonly Token[], index: number): boolean {
  const token = run[index];
  const before = run[index - 1];
  if (!before || before.kind === "open" || before.kind === "function" || isSign(run, index - 1)) return true;
  const next = run[index + 1];
  const isPercentage = token?.text === "%" && next?.kind !== "number" && next?.kind !== "open";
  return token?.kind === "close" || isPercentage;
}

function isSign(run: readonly Token[], index: number): boolean {
  const before = run[index - 1];
  return run[index]?.text === "-" && (!before || before.kind === "operator" || before.kind === "open");
}
