import { expect, test } from "vitest";
import { layerViolations } from "./layer-order.ts";
import { sourcesOf } from "./source-files.ts";

test("each folder of the SDK imports only from itself and the folders below it", () => {
  const files = sourcesOf("packages/sdk");
  expect(files.length).toBeGreaterThan(0);
  expect(layerViolations(files)).toEqual([]);
});

const sample = (path: string, text: string) => ({ path: `packages/sdk/src/${path}`, text });

test.each([
  ["an import from a higher folder", "auth/a.ts", 'import { b } from "../backends/b.ts";', "auth/ stands below"],
  ["a type import from a higher folder", "wire/a.ts", 'import type { B } from "../errors/b.ts";', "wire/ stands below"],
  ["a re-export from a higher folder", "wire/a.ts", 'export * from "../tools/b.ts";', "wire/ stands below tools/"],
  [
    "a dynamic import of a higher folder",
    "auth/a.ts",
    'await import("../account/b.ts");',
    "auth/ stands below account/",
  ],
  ["a private import of a higher folder", "platform/a.ts", 'import { http } from "#http";', "stands below transport/"],
  ["an unknown private import", "auth/a.ts", 'import { other } from "#other";', "no place in the layer order"],
  ["a folder nobody ordered", "drawer/a.ts", 'import { b } from "../wire/b.ts";', "drawer/ has no place"],
  ["an import of an unordered folder", "client.ts", 'import { b } from "./drawer/b.ts";', "drawer/ has no place"],
  ["an import of a root file", "auth/a.ts", 'import { GeminiClient } from "../client.ts";', "beside the folders"],
  ["an import out of the sources", "auth/a.ts", 'import { b } from "../../../cli/src/b.ts";', "leads out of"],
])("%s is reported", (_name, path, text, problem) => {
  expect(layerViolations([sample(path, text)])).toEqual([expect.stringContaining(problem)]);
});

test("imports down the layers, of Node and of packages are not reported", () => {
  const lower = 'import { b } from "../wire/b.ts"; import { http } from "#http"; import { c } from "./c.ts";';
  const outside = 'import { readFile } from "node:fs/promises"; import type { A } from "google-auth-library";';
  const wiring = 'import { b } from "./conversation/b.ts"; import { c } from "./options.ts";';
  expect(layerViolations([sample("auth/a.ts", lower + outside), sample("client.ts", wiring)])).toEqual([]);
});
