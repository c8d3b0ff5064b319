import { readWhole } from "../client/read-stream.mjs";

const CHARACTERS = 4_096;

export const rows = [
  {
    id: "cold-start",
    title: "cold start: import, construct, first answer of 4 KiB",
    needs: "check-whole",
    often: 3,
    scenes: { answer: { kind: "fixed", answer: CHARACTERS } },
    values: { wallMs: { title: "wall", unit: "ms", ratio: true, goals: { 20: 0.4, 24: 0.65 } } },
    async measure(contender) {
      const begun = performance.now();
      await readWhole(await contender.open(), CHARACTERS);
      return { wallMs: performance.now() - begun };
    },
  },
];
