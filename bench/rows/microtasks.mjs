import { percentile } from "../client/measure.mjs";

const EVENTS = 2_000;
const MOST = 100;

export const rows = [
  {
    id: "microtasks",
    title: "turns of the microtask queue between two events that are ready",
    needs: "check-stream",
    scenes: { ready: { kind: "fixed", events: EVENTS, characters: 20, cutAt: 16_384 } },
    values: { turns: { title: "turns", unit: "", goals: { 20: 1, 24: 1 } } },
    async measure(contender) {
      const client = await contender.open();
      const counts = [];
      let stopCounting;
      await client.stream("Tell me.", (text) => {
        if (text === "") return;
        if (stopCounting !== undefined) counts.push(stopCounting());
        stopCounting = countTurns();
      });
      stopCounting();
      return { turns: percentile(counts, 0.5) };
    },
  },
];

/** Counts from now on, up to a limit, so that what comes from the network is not held up. */
function countTurns() {
  let turns = 0;
  let counting = true;
  const next = () => {
    if (!counting || turns === MOST) return;
    turns += 1;
    queueMicrotask(next);
  };
  queueMicrotask(next);
  return () => {
    counting = false;
    return turns;
  };
}
