import { percentile } from "../client/measure.mjs";
import { readStream } from "../client/read-stream.mjs";

const FOUR_MB = 4_000_000;
const READS = 5;

const scene = (characters) => ({ kind: "fixed", events: 1, characters, cutAt: 1_024 });

export const rows = [
  {
    id: "large-event",
    title: "one event of 4 MB in pieces of 1 KiB",
    needs: "check-stream",
    scenes: { four: scene(FOUR_MB), eight: scene(2 * FOUR_MB) },
    values: {
      wallMs: { title: "wall", unit: "ms", goals: { 20: 200, 24: 200 } },
      growth: { title: "8 MB over 4 MB", unit: "times", goals: { 20: 2.5, 24: 2.5 } },
    },
    async measure(contender) {
      const four = await readRepeatedly(await contender.open("four"), FOUR_MB);
      const eight = await readRepeatedly(await contender.open("eight"), 2 * FOUR_MB);
      return { wallMs: four, growth: eight / four };
    },
  },
];

/** The median of some reads after a first that does not count. */
async function readRepeatedly(client, characters) {
  await readStream(client, characters);
  const times = [];
  for (let count = 0; count < READS; count += 1) {
    const begun = performance.now();
    await readStream(client, characters);
    times.push(performance.now() - begun);
  }
  return percentile(times, 0.5);
}
