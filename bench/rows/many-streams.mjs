import { percentile, residentMiB } from "../client/measure.mjs";
import { monotonicMs } from "../monotonic-clock.mjs";

const STREAMS = 1_000;
const PER_SECOND = 10_000;
const EVENTS_PER_STREAM = 50;
const WARM_UP_EVENTS = 10_000;
const MEASURED_EVENTS = STREAMS * EVENTS_PER_STREAM - WARM_UP_EVENTS;

export const rows = [
  {
    id: "many-streams",
    title: "1,000 streams at once, 10,000 events a second in all",
    needs: "check-stream",
    scenes: {
      paced: { kind: "paced", streams: STREAMS, perSecond: PER_SECOND, eventsPerStream: EVENTS_PER_STREAM },
    },
    values: {
      p99Ms: { title: "delivery, 99th percentile", unit: "ms", ratio: true, goals: { 20: 0.25, 24: 0.25 } },
      cpuMicroseconds: { title: "CPU per event", unit: "µs", ratio: true, goals: { 20: 0.65, 24: 0.75 } },
      growthMiB: { title: "growth of memory", unit: "MiB", ratio: true, goals: { 20: 0.8, 24: 0.8 } },
    },
    async measure(contender) {
      const client = await contender.open();
      const memoryBefore = residentMiB();
      const delays = new Float64Array(MEASURED_EVENTS);
      let received = 0;
      let cpuBefore;
      const onText = (text) => {
        if (text === "") return;
        if (received >= WARM_UP_EVENTS) delays[received - WARM_UP_EVENTS] = monotonicMs() - Number(text);
        received += 1;
        if (received === WARM_UP_EVENTS) cpuBefore = process.cpuUsage();
      };
      await Promise.all(Array.from({ length: STREAMS }, () => client.stream("Tell me.", onText)));
      const { user, system } = process.cpuUsage(cpuBefore);
      if (received !== STREAMS * EVENTS_PER_STREAM) throw new Error(`${received} events came.`);
      return {
        p99Ms: percentile(delays, 0.99),
        cpuMicroseconds: (user + system) / MEASURED_EVENTS,
        growthMiB: residentMiB() - memoryBefore,
      };
    },
  },
];
