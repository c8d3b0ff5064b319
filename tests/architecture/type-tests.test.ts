import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../workspace.ts";

const read = (path: string) => readFileSync(join(root, "packages/sdk", path), "utf8");

// Types cannot list the types of a module, so that a new one would go unchecked.
test("the type test against `any` covers every name that the SDK exports", () => {
  const lists = [...read("src/index.ts").matchAll(/export (?:type )?\{([^}]*)\}/g)].map(([, list = ""]) => list);
  const names = lists.flatMap((list) => list.split(",").map((name) => name.replace(/^\s*(?:type )?/, "").trim()));
  const exported = names.filter((name) => name !== "");
  expect(exported).toEqual(expect.arrayContaining(["GeminiClient", "GeminiOptions", "AccessToken"]));
  const typeTest = read("test/types/no-any.types.ts");
  expect(exported.filter((name) => !new RegExp(`\\bsurface\\.${name}\\b`).test(typeTest))).toEqual([]);
});
