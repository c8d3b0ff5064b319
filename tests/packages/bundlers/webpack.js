// `node webpack.js <folder>`: builds program.js of a folder for Node, with webpack's defaults. Prints the first line of
// each warning, as JSON.

import { join, resolve } from "node:path";
import webpack from "webpack";

const context = resolve(process.argv[2]);
const output = { path: join(context, "dist"), filename: "program.cjs" };

webpack({ mode: "production", target: "node", context, entry: "./program.js", output }, (error, stats) => {
  if (error) throw error;
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  console.log(JSON.stringify(warnings.map(({ message }) => message.split("\n")[0])));
});
