import { fileURLToPath } from "node:url";

/** The folder of the repository, without a trailing slash. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** The folders of the workspace packages, relative to the root. */
export const packageFolders = ["packages/sdk", "packages/emulator", "packages/cli"];
