import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { expect, inject, test } from "vitest";

test.each(inject("packages"))("publint finds nothing in $name", async ({ name, tarball }) => {
  const bytes = new Uint8Array(await readFile(tarball));
  const { messages, pkg } = await publint({
    pkgDir: join(inject("consumer"), "node_modules", name),
    pack: { tarball: bytes.buffer },
    strict: true,
  });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});
