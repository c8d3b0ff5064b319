import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { version } from "../src/platform/version.ts";

it("the version that requests name is the package's", async () => {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as object;
  expect(manifest).toHaveProperty("version", version);
});
