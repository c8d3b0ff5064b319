// `npm run check:catalogue`: reports what the catalogue of models says that was last checked more than 120 days ago.
// `npm run check:catalogue -- 2027-03-01`: the same for another day than today. Part of the release procedure, not of the
// tests, because it depends on the day.

import { argv, exit } from "node:process";
import { setUp } from "./setup.mjs";

const OLDEST_DAYS = 120;
const DAY_MS = 24 * 60 * 60 * 1_000;

const day = argv[2] ?? new Date().toISOString().slice(0, 10);
const now = Date.parse(day);
if (Number.isNaN(now)) {
  console.error(`"${day}" is no date. Pass it as 2027-03-01.`);
  exit(2);
}

setUp();
const { catalogue } = await import("../packages/sdk/dist/models/catalogue.js");
const { priceList } = await import("../packages/sdk/dist/models/price-list.js");

const entries = [
  ...catalogue.map(({ name, checked }) => ({ what: name, checked })),
  ...priceList.map(({ model, from, checked, source }) => ({
    what: `price of ${model} from ${from} (${source})`,
    checked,
  })),
];
const old = entries.filter(({ checked }) => now - Date.parse(checked) > OLDEST_DAYS * DAY_MS);
for (const { what, checked } of old) console.log(`checked ${checked}: ${what}`);
console.log(`${old.length} of ${entries.length} entries are older than ${OLDEST_DAYS} days on ${day}.`);
if (old.length > 0) exit(1);
