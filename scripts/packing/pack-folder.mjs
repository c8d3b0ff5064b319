import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs `npm pack` in a staged folder and returns what the tarball has. */
export async function packFolder(folder, output) {
  const packArguments = ["pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination", output];
  const { stdout } = await run("npm", packArguments, { cwd: folder, shell: process.platform === "win32" });
  const [packed] = Object.values(JSON.parse(stdout));
  return {
    name: packed.name,
    version: packed.version,
    tarball: join(output, packed.filename),
    files: packed.files.map((file) => file.path),
    packedBytes: packed.size,
    unpackedBytes: packed.unpackedSize,
  };
}
