import { expect, test } from "vitest";
import { packageFolders } from "../workspace.ts";
import { allowedPackages, borderViolations } from "./package-borders.ts";
import { readManifest, sourcesOf } from "./source-files.ts";

test.each(packageFolders)("%s imports only what its package.json declares, by public names", (folder) => {
  const files = sourcesOf(folder);
  expect(files.length).toBeGreaterThan(0);
  expect(borderViolations(files, allowedPackages(readManifest(folder)))).toEqual([]);
});

test("the SDK and the emulator do not declare each other", () => {
  expect(allowedPackages(readManifest("packages/sdk"))).toEqual(["@cfworker/json-schema", "google-auth-library"]);
  expect(allowedPackages(readManifest("packages/emulator"))).not.toContain("gemini-ts");
});

test.each([
  ["the SDK in the emulator", "packages/emulator/src/a.ts", "gemini-ts", ["hono"]],
  ["a package's inside by name", "packages/cli/src/a.ts", "gemini-ts/dist/client.js", ["gemini-ts"]],
  ["a package's inside by path", "packages/cli/src/a.ts", "../../sdk/src/client.ts", ["gemini-ts"]],
  ["an undeclared package", "packages/sdk/src/a.ts", "zod", ["google-auth-library"]],
])("%s is reported", (_name, path, specifier, allowed) => {
  const text = `import type { Something } from "${specifier}";`;
  expect(borderViolations([{ path, text }], allowed)).toEqual([expect.stringContaining(`"${specifier}"`)]);
});

test("declared packages and their entry points are not reported", () => {
  const text = 'import { Hono } from "hono/tiny"; import "node:http"; import { serve } from "@hono/node-server/x";';
  expect(borderViolations([{ path: "packages/emulator/src/a.ts", text }], ["hono", "@hono/node-server"])).toEqual([]);
});
