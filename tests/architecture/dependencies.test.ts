import { expect, test } from "vitest";
import { packageFolders } from "../workspace.ts";
import { readManifest } from "./source-files.ts";

test("F91 the SDK has no runtime dependency, and its peers are optional", () => {
  const manifest = readManifest("packages/sdk");
  expect(manifest.dependencies ?? {}).toEqual({});
  expect(manifest.optionalDependencies ?? {}).toEqual({});
  expect(manifest.bundleDependencies ?? manifest.bundledDependencies).toBeUndefined();
  expect(Object.keys(manifest.peerDependencies ?? {})).toEqual(["@cfworker/json-schema", "google-auth-library"]);
  expect(manifest.peerDependenciesMeta).toEqual({
    "@cfworker/json-schema": { optional: true },
    "google-auth-library": { optional: true },
  });
});

const installScripts = ["preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare"];

test.each([".", ...packageFolders])("F91 %s runs nothing when it is installed", (folder) => {
  const scripts = Object.keys(readManifest(folder).scripts ?? {});
  expect(scripts.filter((name) => installScripts.includes(name))).toEqual([]);
});
