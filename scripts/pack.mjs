// `node scripts/pack.mjs <output folder>`: packs every package as it would be published, and prints what came out as
// JSON: [{ name, version, tarball, files, packedBytes, unpackedBytes }].

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { packFolder } from "./packing/pack-folder.mjs";
import { stagePackage } from "./packing/stage-package.mjs";
import { packageFolders, root } from "./set-up/paths.mjs";
import { setUp } from "./setup.mjs";

const output = process.argv[2];
if (output === undefined) {
  process.stderr.write("Usage: node scripts/pack.mjs <output folder>\n");
  process.exit(2);
}

await setUp();
mkdirSync(output, { recursive: true });
const staging = mkdtempSync(join(tmpdir(), "gemini-ts-pack-"));
try {
  const packed = packageFolders.map((folder) => {
    const staged = join(staging, folder);
    stagePackage(join(root, folder), staged);
    return packFolder(staged, resolve(output));
  });
  process.stdout.write(`${JSON.stringify(await Promise.all(packed), null, 2)}\n`);
} finally {
  rmSync(staging, { recursive: true });
}
