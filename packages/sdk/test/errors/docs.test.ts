import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorCodes } from "../../src/errors/codes.ts";

test("docs/errors.md lists exactly the codes, in their order", () => {
  const document = readFileSync(new URL("../../../../docs/errors.md", import.meta.url), "utf8");
  // The first section is about the fields of an error.
  const sections = document.slice(document.indexOf("\n## "));
  const documented = [...sections.matchAll(/^\|\s*`([a-z_]+)`\s*\|/gm)].map(([, code]) => code);
  expect(documented).toEqual([...errorCodes]);
});
