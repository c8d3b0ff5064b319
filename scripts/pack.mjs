// `node scripts/pack.mjs <output folder> [--json]`: packs every package as it would be published, and prints a line for
// each; with --json everything: [{ name, version, tarball, files, packedBytes, unpackedBytes }].

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { packageFolders, root } from "./set-up/paths.mjs";
import { setUp } from "./setup.mjs";

const [output, format] = process.argv.slice(2);
if (output === undefined) {
  process.stderr.write("Usage: node scripts/pack.mjs <output folder> [--json]\n");
  process.exit(2);
}

setUp();
const { packFolder } = await import("./packing/pack-folder.mjs");
const { stagePackage } = await import("./packing/stage-package.mjs");
mkdirSync(output, { recursive: true });
const staging = mkdtempSync(join(tmpdir(), "gemini-ts-pack-"));
try {
  const packing = packageFolders.map(async (folder) => {
    const staged = join(staging, folder);
    await stagePackage(join(root, folder), staged);
    return packFolder(staged, resolve(output));
  });
  const packed = await Promise.all(packing);
  process.stdout.write(format === "--json" ? `${JSON.stringify(packed, null, 2)}\n` : packed.map(toLine).join(""));
} finally {
  rmSync(staging, { recursive: true });
}

function toLine({ tarball, files, packedBytes, unpackedBytes }) {
  return `${tarball}  ${files.length} files, ${packedBytes} bytes packed, ${unpackedBytes} unpacked\n`;
}
