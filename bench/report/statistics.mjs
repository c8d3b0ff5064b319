import { BASELINE } from "../contenders.mjs";

/** The median of some numbers with the least and the greatest; nothing of none. */
export function summaryOf(numbers) {
  const sorted = numbers.filter((number) => number != null).sort((one, other) => one - other);
  if (sorted.length === 0) return undefined;
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { median, least: sorted[0], greatest: sorted.at(-1) };
}

/** What a contender measured in each round: as it is, or over what the bare loop measured in the same round. */
export function numbersOf(results, contender, key, ratio) {
  const { samples } = results[contender] ?? { samples: [] };
  if (!ratio) return samples.map((sample) => sample[key]);
  const baseline = results[BASELINE]?.samples ?? [];
  return samples.map((sample, round) => {
    const below = baseline[round]?.[key];
    return sample[key] == null || below == null ? null : sample[key] / below;
  });
}

/** Three digits that count. */
export function shown(number) {
  if (number === undefined) return "–";
  if (Math.abs(number) >= 1_000) return Math.round(number).toLocaleString("en-US");
  return String(Number(number.toPrecision(Math.abs(number) < 1 ? 2 : 3)));
}

/** `0.71 (0.70–0.74)` */
export function shownSummary(summary) {
  if (summary === undefined) return "–";
  const { median, least, greatest } = summary;
  return least === greatest ? shown(median) : `${shown(median)} (${shown(least)}–${shown(greatest)})`;
}
