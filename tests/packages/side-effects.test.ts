import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { run } from "./run.ts";

const consumer = inject("consumer");

// Runs in a fresh Node. It writes to a file, because anything on the standard streams would be a finding.
const probe = `
import { writeFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
const [, , name, output] = process.argv;
const listeners = (emitter) => emitter.eventNames().map((event) => [String(event), emitter.listenerCount(event)]);
const observe = () => ({
  globals: Reflect.ownKeys(globalThis).map(String).sort(),
  handles: process.getActiveResourcesInfo().sort(),
  listeners: listeners(process),
  environment: { ...process.env },
  prototypes: [Object, Array, Function, Promise, Error, String].map(({ prototype }) => Reflect.ownKeys(prototype).length),
});
const before = observe();
const names = Object.keys(await import(name));
await setImmediate();
writeFileSync(output, JSON.stringify({ names, before, after: observe() }));
`;

beforeAll(() => writeFile(join(consumer, "probe.mjs"), probe));

test.each(inject("packages"))("F91 importing $name does nothing but define its names", async ({ name }) => {
  const output = join(consumer, `${name.replace("/", "-")}.json`);
  const { exitCode, stdout, stderr } = await run(process.execPath, ["probe.mjs", name, output], consumer);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  const { before, after } = (await import(output, { with: { type: "json" } })).default;
  expect(after).toEqual(before);
});
