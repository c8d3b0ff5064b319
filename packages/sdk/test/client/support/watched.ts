import type { GeminiEvent, GeminiOptions, WarningEvent } from "../../../src/index.ts";
import { ManualClock } from "../../support/platform.ts";
import { start, ways } from "./ways.ts";

/** The day on which the facts of the catalogue were checked. */
export const NOVEMBER = Date.UTC(2026, 10, 28);

/** A client on the day, and the warnings that it emits. */
export async function startWatched(options: GeminiOptions, now = NOVEMBER, way = ways[0]) {
  const events: GeminiEvent[] = [];
  const clock = new ManualClock(now);
  const started = await (way ?? { start }).start({ now: () => clock.now() }, { clock });
  const client = started.client({ ...options, onEvent: (event) => void events.push(event) });
  const warnings = () => events.filter((event): event is WarningEvent => event.type === "warning");
  return { ...started, clock, client, events, warnings, codes: () => warnings().map(({ code }) => code) };
}
