import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorCodes } from "../../src/errors/codes.ts";

const document = readFileSync(new URL("../../../../docs/errors.md", import.meta.url), "utf8");

/** All sources but the list of the codes itself. */
function sources(): string {
  const folder = new URL("../../src/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const read = files.filter((name) => name.endsWith(".ts") && !name.endsWith("codes.ts"));
  return read.map((name) => readFileSync(new URL(name.replaceAll("\\", "/"), folder), "utf8")).join("\n");
}

test("docs/errors.md lists exactly the codes, in their order", () => {
  // The first section is about the fields of an error.
  const sections = document.slice(document.indexOf("\n## "));
  const documented = [...sections.matchAll(/^\|\s*`([a-z_]+)`\s*\|/gm)].map(([, code]) => code);
  expect(documented).toEqual([...errorCodes]);
});

test("the codes that docs/errors.md marks as later are those that no source names", () => {
  const later = [...document.matchAll(/^\| `([a-z_]+)` \| \*later\*/gm)].map(([, code]) => code);
  const text = sources();
  expect(later).toEqual(errorCodes.filter((code) => !text.includes(`"${code}"`)));
});
