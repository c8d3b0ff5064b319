import { secretIn } from "./secrets.ts";

/** More of them would say nothing new. */
const MOST_SIGHTINGS = 20;

const sightings: string[] = [];

/** Looks for secrets in a text that somebody can see. What it finds fails the running test at its end. */
export function shown(where: string, text: string): void {
  const secret = secretIn(text);
  if (secret !== undefined && sightings.length < MOST_SIGHTINGS) sightings.push(`${where} shows: ${secret}`);
}

/** What was found since it was last asked. */
export function takeSightings(): string[] {
  return sightings.splice(0);
}
