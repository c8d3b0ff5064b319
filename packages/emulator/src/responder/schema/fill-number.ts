import type { Resolved } from "./resolve.ts";

/** The numbers a schema allows. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
  readonly step: number | undefined;
  readonly accepts: (value: number) => boolean;
}

/** Reads limits; whole numbers have a step of 1 at least. Exclusive limits come as numbers or, in older drafts, as flags. */
export function rangeOf(schema: Resolved, isInteger: boolean): NumberRange {
  const minimum = numberIn(schema.minimum);
  const maximum = numberIn(schema.maximum);
  const above = schema.exclusiveMinimum === true ? minimum : numberIn(schema.exclusiveMinimum);
  const below = schema.exclusiveMaximum === true ? maximum : numberIn(schema.exclusiveMaximum);
  const multiple = numberIn(schema.multipleOf);
  const step = multiple !== undefined && multiple > 0 ? multiple : isInteger ? 1 : undefined;
  const nudge = step ?? gapBetween(above, below, minimum, maximum);
  const least = Math.max(minimum ?? -Infinity, above === undefined ? -Infinity : above + nudge);
  const most = Math.min(maximum ?? Infinity, below === undefined ? Infinity : below - nudge);
  const accepts = (value: number) =>
    value >= least &&
    value <= most &&
    (!isInteger || Number.isInteger(value)) &&
    (step === undefined || isMultiple(value, step));
  return { least, most, step, accepts };
}

/** Some number in the range: 1 where it fits, else the one nearest to it. */
export function numberWithin({ least, most, step }: NumberRange): number {
  const nearest = Math.min(Math.max(1, least), most);
  if (step === undefined) return nearest;
  const above = Math.ceil(Number((nearest / step).toPrecision(12))) * step;
  return Number((above <= most ? above : Math.floor(most / step) * step).toPrecision(15));
}

/** How far from an exclusive limit a fraction shall keep, so that it stays below the other limit. */
function gapBetween(
  above: number | undefined,
  below: number | undefined,
  minimum: number | undefined,
  maximum: number | undefined,
): number {
  const low = above ?? minimum;
  const high = below ?? maximum;
  return low === undefined || high === undefined || high <= low ? 1 : Math.min(1, (high - low) / 2);
}

function isMultiple(value: number, step: number): boolean {
  const ratio = value / step;
  return Math.abs(ratio - Math.round(ratio)) < 1e-9;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
