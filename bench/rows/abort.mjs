import { percentile } from "../client/measure.mjs";
import { monotonicMs } from "../monotonic-clock.mjs";

const WARM_UP = 5;
const ABORTS = 25;
const PATIENCE_MS = 500;

export const rows = [
  {
    id: "abort",
    title: "abort while nothing comes",
    needs: "check-stream",
    scenes: { held: { kind: "held" } },
    values: {
      endedMs: { title: "iteration ends", unit: "ms", ratio: true, goals: { 20: 1.1, 24: 1.1 } },
      endless: { title: `not ended within ${PATIENCE_MS} ms, of ${ABORTS}`, unit: "", goals: { 20: 0, 24: 0 } },
      closedMs: { title: "the server sees the close", unit: "ms", ratio: true, goals: { 20: 1.1, 24: 1.1 } },
      missed: { title: `not closed within ${PATIENCE_MS} ms, of ${ABORTS}`, unit: "", goals: { 20: 0, 24: 0 } },
    },
    async measure(contender) {
      const client = await contender.open();
      const aborts = [];
      for (let count = 0; count < WARM_UP + ABORTS; count += 1) aborts.push(await abortOne(client));
      // What the end of this process closes counts as not closed.
      await delay(PATIENCE_MS);
      return { aborts };
    },
    complete({ aborts }, { closedAt }) {
      const measured = aborts.slice(WARM_UP);
      const ended = measured.map(({ abortedAt, endedAt }) => endedAt - abortedAt);
      const closed = measured.map(({ abortedAt }, index) => (closedAt[WARM_UP + index] ?? Infinity) - abortedAt);
      return {
        endedMs: medianInTime(ended),
        endless: measured.filter(({ endedAt }) => endedAt === null).length,
        closedMs: medianInTime(closed),
        missed: closed.filter((milliseconds) => milliseconds >= PATIENCE_MS).length,
      };
    },
  },
];

/** The median of what happened in time; nothing where nothing did. What never ended has no time, and so less than none. */
function medianInTime(durations) {
  const inTime = durations.filter((milliseconds) => milliseconds >= 0 && milliseconds < PATIENCE_MS);
  return inTime.length === 0 ? null : percentile(inTime, 0.5);
}

/** Aborts a stream some time after its first event, while it waits for the next. */
async function abortOne(client) {
  const controller = new AbortController();
  const { promise: aborted, resolve: onAborted } = deferred();
  const onText = () => {
    setTimeout(() => {
      const abortedAt = monotonicMs();
      controller.abort();
      onAborted(abortedAt);
    }, 3);
  };
  const reading = client.stream("Wait.", onText, controller.signal).then(monotonicMs, monotonicMs);
  const abortedAt = await Promise.race([aborted, reading.then(() => undefined)]);
  if (abortedAt === undefined) throw new Error("The stream ended before it was aborted.");
  return { abortedAt, endedAt: await Promise.race([reading, delay(PATIENCE_MS).then(() => null)]) };
}

function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function delay(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
