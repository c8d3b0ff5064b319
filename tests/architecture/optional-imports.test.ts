import { expect, test } from "vitest";
import { packageFolders } from "../workspace.ts";
import { importsOf } from "./imports.ts";
import { optionalPeers, unsafeOptionalImports } from "./optional-imports.ts";
import { readManifest, sourcesOf } from "./source-files.ts";

test.each(packageFolders)("%s imports optional packages in the form that bundlers recognise", (folder) => {
  expect(unsafeOptionalImports(sourcesOf(folder), optionalPeers(readManifest(folder)))).toEqual([]);
});

test("the SDK has an optional package, and imports it", () => {
  const optional = optionalPeers(readManifest("packages/sdk"));
  expect(optional).not.toEqual([]);
  expect(sourcesOf("packages/sdk").flatMap(importsOf)).toEqual(expect.arrayContaining(optional));
});

test("a peer that is not optional may be imported in any form", () => {
  const meta = { optional: {}, present: { optional: true }, required: { optional: false } };
  expect(optionalPeers({ name: "sample", peerDependenciesMeta: meta })).toEqual(["present"]);
});

const violationsOf = (text: string) => unsafeOptionalImports([{ path: "packages/sdk/src/a.ts", text }], ["maybe"]);

test.each([
  ["a static import", 'import { Maybe } from "maybe";'],
  ["a static import of a part of it", 'import { Maybe } from "maybe/part";'],
  ["an import for its side effects", 'import "maybe";'],
  ["a re-export", 'export { Maybe } from "maybe";'],
  ["an import by require", 'import maybe = require("maybe");'],
  ["require, in try", 'try { require("maybe"); } catch {}'],
  ["import() with then", 'const load = () => import("maybe").then(use, fail);'],
  ["import() with catch", 'const load = () => import("maybe").catch(fail);'],
  ["import() in try without await", 'function load() { try { return import("maybe"); } catch {} }'],
  ["await import() without try", 'const maybe = await import("maybe");'],
  ["a template without parts", "const maybe = await import(`maybe`);"],
  ["try without catch", 'try { await import("maybe"); } finally { end(); }'],
  ["a catch block", 'try { a(); } catch { await import("maybe"); }'],
  ["a finally block", 'try { a(); } catch {} finally { await import("maybe"); }'],
  ["a function inside try", 'try { call(async () => { await import("maybe"); }); } catch {}'],
  ["await of something else", 'try { await import("maybe").then(use); } catch {}'],
])("%s of an optional package is reported", (_name, text) => {
  expect(violationsOf(text)).toEqual([expect.stringMatching(/^packages\/sdk\/src\/a\.ts imports "maybe(\/part)?"/)]);
});

test.each([
  ["await import() in try with catch", 'async () => { try { return await import("maybe"); } catch { fail(); } };'],
  ["its parts taken at once", 'try { const { Maybe } = await import("maybe"); } catch (error) {}'],
  ["a condition inside try", 'try { if (a) { await import("maybe"); } } catch {} finally {}'],
  ["types", 'import type { Maybe } from "maybe"; export type { Other } from "maybe"; let a: import("maybe").A;'],
  ["a package whose name begins alike", 'import "maybe-not"; await import("maybe-not");'],
])("%s: not reported", (_name, text) => {
  expect(violationsOf(text)).toEqual([]);
});
