import { peakResidentMiB } from "../client/measure.mjs";

const TURNS = 1_000;
const CHARACTERS = 1_024;
const WARM_UP_TURNS = 30;
const PROMPT = "And now for something that is of quite another kind. ".repeat(20).slice(0, CHARACTERS);

export const rows = [
  {
    id: "conversation",
    title: "conversation of 1,000 turns of 2 KiB, the whole of it sent each turn",
    needs: "check-whole",
    scenes: { answer: { kind: "fixed", answer: CHARACTERS } },
    values: {
      cpuMs: { title: "CPU", unit: "ms", ratio: true, goals: { 20: 0.13, 24: 0.14 } },
      peakMiB: { title: "peak memory", unit: "MiB", goals: { 20: 80, 24: 95 } },
      growth: { title: "CPU of turns 901 to 1,000 over turns 1 to 100", unit: "times", goals: { 20: 2.5, 24: 2.5 } },
    },
    async measure(contender) {
      const client = await contender.open();
      await talk(client.chat(), WARM_UP_TURNS);
      const chat = client.chat();
      const early = await talk(chat, 100);
      const middle = await talk(chat, TURNS - 200);
      const late = await talk(chat, 100);
      return { cpuMs: (early + middle + late) / 1_000, growth: late / early, peakMiB: peakResidentMiB() };
    },
    complete(measured, { bodyBytes }) {
      if (bodyBytes.at(-1) < (2 * TURNS - 1) * CHARACTERS) {
        throw new Error(`The last turn sent only ${bodyBytes.at(-1)} bytes of the conversation.`);
      }
      return measured;
    },
  },
];

/** Takes so many turns, and gives the microseconds of CPU that they cost. */
async function talk(chat, turns) {
  const before = process.cpuUsage();
  for (let turn = 0; turn < turns; turn += 1) {
    const text = await chat.send(PROMPT);
    if (text.length !== CHARACTERS) throw new Error(`${text.length} characters came instead of ${CHARACTERS}.`);
  }
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
