import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, inject, test } from "vitest";
import { run } from "../run.ts";

const consumer = inject("consumer");

/** More than a package has now, and far fewer than it has sources. */
const MOST_SCRIPTS = 40;

describe.each(inject("packages"))("the packed $name", ({ name, files }) => {
  const scripts = files.filter((file) => file.endsWith(".js"));

  test("is bundled into few files", () => {
    expect(scripts.length).toBeLessThanOrEqual(MOST_SCRIPTS);
  });

  test("has no file that cannot be imported", async () => {
    // The command's entry runs when it is imported.
    const imported = scripts.filter((file) => !file.endsWith("main.js"));
    const addresses = imported.map((file) => pathToFileURL(join(consumer, "node_modules", name, file)).href);
    const program = `for (const address of ${JSON.stringify(addresses)}) await import(address);`;
    const ending = await run(process.execPath, ["--input-type=module", "-e", program], consumer);
    expect(ending).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  });
});
