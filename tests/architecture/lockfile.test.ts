import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../workspace.ts";

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Record<string, string>;
}

const lockfiles = [
  "package-lock.json",
  "tests/packages/bundlers/package-lock.json",
  "tests/packages/jest/package-lock.json",
  "tests/packages/other-clients/package-lock.json",
  "tests/packages/runtimes/package-lock.json",
];

describe.each(lockfiles)("%s", (lockfile) => {
  const locked: Record<string, LockedPackage> = JSON.parse(readFileSync(join(root, lockfile), "utf8")).packages;

  // npm leaves out optional binaries that its registry does not have, and `npm ci` then refuses the lockfile everywhere.
  test("lists the optional binaries of every platform", () => {
    const missing = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`${path}/node_modules/${name}` in locked || `node_modules/${name}` in locked),
      ),
    );
    expect(missing).toEqual([]);
  });

  test("names no registry host", () => {
    const resolved = Object.values(locked).flatMap((entry) => entry.resolved ?? []);
    expect(resolved.filter((location) => location.includes("://"))).toEqual([]);
  });
});
