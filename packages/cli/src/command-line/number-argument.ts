import { InvalidArgumentError } from "commander";

/** Parses the number of an option: digits, and a decimal point if `kind` is `"any"`. The range includes both ends. */
export function numberBetween(low: number, high: number, kind: "any" | "whole" = "any"): (argument: string) => number {
  const digits = kind === "whole" ? /^-?\d+$/ : /^-?(?:\d+\.?\d*|\.\d+)$/;
  const range = high === Number.POSITIVE_INFINITY ? `${low} or more` : `from ${low} to ${high}`;
  return (argument) => {
    const value = Number(argument);
    const fits = digits.test(argument) && value >= low && value <= Math.min(high, Number.MAX_SAFE_INTEGER);
    if (!fits) throw new InvalidArgumentError(`It takes a ${kind === "whole" ? "whole " : ""}number, ${range}.`);
    return value;
  };
}
