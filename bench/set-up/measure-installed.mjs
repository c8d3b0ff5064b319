import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** How many packages stand in a folder, and their size: that of the files, and that of the blocks they take. */
export function measureInstalled(folder) {
  const modules = join(folder, "node_modules");
  const lock = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8"));
  const packages = Object.keys(lock.packages).filter((path) => existsSync(join(folder, path)));
  const files = packages.flatMap((path) => filesOf(join(folder, path)));
  const sum = (sizeOf) => files.reduce((total, file) => total + sizeOf(file), 0) / 2 ** 20;
  return {
    packages: packages.length,
    contentMiB: sum(({ size }) => size),
    diskMiB: sum(({ blocks }) => blocks * 512),
  };
}

/** A package's own files, without the packages inside it. */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesOf(path);
    return [lstatSync(path)];
  });
}
