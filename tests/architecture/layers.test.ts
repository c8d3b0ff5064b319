import { expect, test } from "vitest";
import { packageFolders } from "../workspace.ts";
import { layers, layerViolations, walledFolders } from "./layer-order.ts";
import { sourcesOf } from "./source-files.ts";

test("each folder of the SDK imports only from itself and the folders below it", () => {
  const files = sourcesOf("packages/sdk");
  expect(files.length).toBeGreaterThan(0);
  expect(layerViolations(files)).toEqual([]);
});

// Biome's noImportCycles follows statements and import(), and no types written in place.
test.each(packageFolders)("%s imports types by statements, so that Biome finds cycles among them", (folder) => {
  const inPlace = sourcesOf(folder).filter(({ text }) => /\bimport\("[^"]+"\)\./.test(text));
  expect(inPlace.map(({ path }) => path)).toEqual([]);
});

const sample = (path: string, text: string) => ({ path: `packages/sdk/src/${path}`, text });

test("the layer order lists only folders that exist", () => {
  const folders = new Set(sourcesOf("packages/sdk").map(({ path }) => path.split("/")[3]));
  expect(layers.filter((layer) => !folders.has(layer))).toEqual([]);
});

test("the file that a walled folder lets others import exists", () => {
  const paths = new Set(sourcesOf("packages/sdk").map(({ path }) => path));
  const entries = [...walledFolders].map(([folder, file]) => `packages/sdk/src/${folder}/${file}`);
  expect(entries.filter((path) => !paths.has(path))).toEqual([]);
});

test.each([
  ["an import from a higher folder", "auth/a.ts", 'import { b } from "../backends/b.ts";', "auth/ stands below"],
  ["a type import from a higher folder", "wire/a.ts", 'import type { B } from "../errors/b.ts";', "wire/ stands below"],
  ["a re-export from a higher folder", "wire/a.ts", 'export * from "../call/b.ts";', "wire/ stands below call/"],
  ["a dynamic import of a higher folder", "auth/a.ts", 'await import("../call/b.ts");', "auth/ stands below call/"],
  ["a private import of a higher folder", "platform/a.ts", 'import { http } from "#http";', "stands below http/"],
  ["a private import of its own folder", "http/a.ts", 'import { http } from "#http";', "can close a cycle"],
  ["an unknown private import", "auth/a.ts", 'import { other } from "#other";', "no place in the layer order"],
  ["a folder outside the layer order", "drawer/a.ts", 'import { b } from "../wire/b.ts";', "drawer/ has no place"],
  ["an import of an unordered folder", "client.ts", 'import { b } from "./drawer/b.ts";', "drawer/ has no place"],
  ["an import of a root file", "auth/a.ts", 'import { GeminiClient } from "../client.ts";', "beside the folders"],
  ["a call that imports a feature", "call/a.ts", 'import { b } from "../features/tools/b.ts";', "below features/"],
  [
    "a feature that imports another feature's type",
    "features/tools/a.ts",
    'import type { B } from "../typed-output/b.ts";',
    "features do not import each other",
  ],
  [
    "a feature that imports a root file",
    "features/tools/a.ts",
    'import { b } from "../../chat.ts";',
    "beside the folders",
  ],
  [
    "an import of an inner file of a walled folder",
    "response/a.ts",
    'import type { B } from "./plain/plain-event.ts";',
    "only plain-event-reader.ts may be imported",
  ],
  ["an import out of the sources", "auth/a.ts", 'import { b } from "../../../cli/src/b.ts";', "leads out of"],
])("%s is reported", (_name, path, text, problem) => {
  expect(layerViolations([sample(path, text)])).toEqual([expect.stringContaining(problem)]);
});

test("imports down the layers, of Node and of packages are not reported", () => {
  const lower = 'import { b } from "../wire/b.ts"; import { http } from "#http"; import { c } from "./c.ts";';
  const outside = 'import { readFile } from "node:fs/promises"; import type { A } from "google-auth-library";';
  const wiring = 'import { b } from "./conversation/b.ts"; import { c } from "./chat.ts";';
  expect(layerViolations([sample("auth/a.ts", lower + outside), sample("client.ts", wiring)])).toEqual([]);
  const walled = 'import { b } from "./plain/plain-event-reader.ts";';
  const inside = 'import { c } from "./plain-event.ts";';
  expect(layerViolations([sample("response/a.ts", walled), sample("response/plain/b.ts", inside)])).toEqual([]);
  const feature = 'import { b } from "../../call/b.ts"; import { c } from "./inner/c.ts"; import { d } from "../d.ts";';
  expect(layerViolations([sample("features/tools/inner/a.ts", feature.replaceAll("../../", "../../../"))])).toEqual([]);
});
