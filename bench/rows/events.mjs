import { cpuOf } from "../client/measure.mjs";
import { readStream } from "../client/read-stream.mjs";

const SMALL = { kind: "fixed", events: 20_000, characters: 20 };
const LARGE = { kind: "fixed", events: 200, characters: 16_384 };

/** Streams before and while it is measured: enough events before that the compiler has done its work. */
const SMALL_STREAMS = { warmUp: 2, measured: 4 };
const LARGE_STREAMS = { warmUp: 20, measured: 40 };

export const rows = [
  smallEvents("small-events", "20,000 events of 20 characters, one to an HTTP chunk", SMALL, { 20: 0.85, 24: 1 }),
  smallEvents(
    "small-events-cut",
    "the same in chunks of 16 KiB, cut anywhere",
    { ...SMALL, cutAt: 16_384 },
    { 20: 0.75, 24: 0.85 },
  ),
  largeEvents("large-events", "200 events of 16 KiB", LARGE, { 20: 1.6, 24: 1.25 }),
  largeEvents("large-events-far", "the same beyond Latin: Russian, Chinese, Japanese", { ...LARGE, far: true }, {}),
];

function smallEvents(id, title, scene, goals) {
  const values = { cpuMicroseconds: { title: "CPU per event", unit: "µs", ratio: true, goals } };
  const events = SMALL_STREAMS.measured * scene.events;
  return row(id, title, scene, values, SMALL_STREAMS, (cpu) => ({ cpuMicroseconds: cpu / events }));
}

function largeEvents(id, title, scene, goals) {
  const values = {
    rate: { title: "text per CPU second", unit: "million characters", ratio: true, higherIsBetter: true, goals },
  };
  const characters = LARGE_STREAMS.measured * scene.events * scene.characters;
  return row(id, title, scene, values, LARGE_STREAMS, (cpu) => ({ rate: characters / cpu }));
}

function row(id, title, scene, values, streams, result) {
  return {
    id,
    title,
    needs: "check-stream",
    scenes: { [id]: scene },
    values,
    async measure(contender) {
      const client = await contender.open();
      const read = async (times) => {
        for (let time = 0; time < times; time += 1) await readStream(client, scene.events * scene.characters);
      };
      await read(streams.warmUp);
      return result(await cpuOf(() => read(streams.measured)));
    },
  };
}
