import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, inject, test } from "vitest";
import { run } from "../run.ts";

const consumer = inject("consumer");

beforeAll(() => writeFile(join(consumer, "probe.mjs"), probe));

test.each(inject("packages"))("F91 importing $name does nothing but define its names", async ({ name }) => {
  expect(await importInFreshNode(name)).toEqual({ before: expect.anything(), changed: {} });
});

test("side effects of an import are detected", async () => {
  const statements = {
    globals: "globalThis.added = 1; globalThis.Request = class {};",
    handles: "setTimeout(() => {}, 50);",
    listeners: 'process.on("exit", () => {});',
    environment: 'process.env.ADDED = "1";',
    prototypes: "String.prototype.added = () => {};",
  };
  await writeFile(join(consumer, "busy.mjs"), Object.values(statements).join("\n"));
  const { changed } = await importInFreshNode("./busy.mjs");
  expect(Object.keys(changed).sort()).toEqual(Object.keys(statements).sort());
});

/** What differs in a fresh Node after an import, by kind. Anything printed, and not ending by itself, is a failure. */
async function importInFreshNode(name: string): Promise<{ before: object; changed: object }> {
  const output = join(consumer, `${name.replaceAll(/\W/g, "-")}.json`);
  const { exitCode, stdout, stderr } = await run(process.execPath, ["probe.mjs", name, output], consumer);
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  return JSON.parse(await readFile(output, "utf8"));
}

// It writes to a file, because anything on the standard streams would be a finding. Node makes some of its own globals,
// and the standard streams, when they are first touched: they are touched before the first look.
const probe = `
import { writeFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";

const [, , name, output] = process.argv;
const touched = [process.stdin, process.stdout, process.stderr, fetch, Request, Response, Headers, FormData, crypto];
const originals = Object.getOwnPropertyDescriptors(globalThis);
const isReplaced = (key) => originals[key]?.value !== Object.getOwnPropertyDescriptor(globalThis, key).value;
const observe = () => ({
  globals: Reflect.ownKeys(globalThis).filter((key) => !originals[key]?.get && isReplaced(key)).map(String),
  handles: process.getActiveResourcesInfo().sort(),
  listeners: process.eventNames().map((event) => [String(event), process.listenerCount(event)]),
  environment: { ...process.env },
  prototypes: [Object, Array, Function, Promise, Error, String].map(({ prototype }) => Reflect.ownKeys(prototype).length),
});
const settle = async () => { for (let turn = 0; turn < 5; turn++) await setImmediate(); };

await settle();
const before = observe();
await import(name);
await settle();
const after = Object.entries(observe());
const changed = after.filter(([kind, value]) => JSON.stringify(value) !== JSON.stringify(before[kind]));
writeFileSync(output, JSON.stringify({ before, changed: Object.fromEntries(changed) }));
`;
