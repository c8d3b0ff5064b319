// Writes the API reference of the SDK to docs/api.md, or to the file named as argument.
// Run: npm run docs
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./set-up/paths.mjs";
import { setUp } from "./setup.mjs";

setUp();
const { apiReference } = await import("./docs/api-reference.mjs");
await writeFile(process.argv[2] ?? join(root, "docs/api.md"), apiReference());
