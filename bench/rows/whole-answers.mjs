import { cpuOf } from "../client/measure.mjs";
import { readWhole } from "../client/read-stream.mjs";

const SMALL = 4_096;
const LARGE = 2 ** 20;

/** Answers before and while it is measured, as on a server that has run for a while: the compiler takes some 6,000 of them. */
const SMALL_ANSWERS = { warmUp: 8_192, measured: 1_024 };

export const rows = [
  ...[1, 32, 256].map((atOnce) => ({
    id: `small-answers-${atOnce}`,
    title: `answers of 4 KiB, ${atOnce} at a time`,
    needs: "check-whole",
    scenes: { answer: { kind: "fixed", answer: SMALL } },
    values: { cpuMicroseconds: { title: "CPU per answer", unit: "µs", ratio: true, goals: { 20: 0.42, 24: 0.45 } } },
    async measure(contender) {
      const client = await contender.open();
      const { warmUp, measured } = SMALL_ANSWERS;
      await readMany(client, SMALL, warmUp, atOnce);
      const cpu = await cpuOf(() => readMany(client, SMALL, measured, atOnce));
      return { cpuMicroseconds: cpu / measured };
    },
  })),
  {
    id: "large-answers",
    title: "answers of 1 MiB",
    needs: "check-whole",
    scenes: { answer: { kind: "fixed", answer: LARGE } },
    values: {
      rate: {
        title: "text per CPU second",
        unit: "million characters",
        ratio: true,
        higherIsBetter: true,
        goals: { 20: 1.25, 24: 1.15 },
      },
    },
    async measure(contender) {
      const client = await contender.open();
      const answers = 40;
      await readMany(client, LARGE, answers / 4, 1);
      const cpu = await cpuOf(() => readMany(client, LARGE, answers, 1));
      return { rate: (answers * LARGE) / cpu };
    },
  },
];

/** As many at a time as is said: a new one is asked for as soon as one is there. */
async function readMany(client, characters, answers, atOnce) {
  let left = answers;
  const keepReading = async () => {
    for (; left > 0; ) {
      left -= 1;
      await readWhole(client, characters);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, keepReading));
}
