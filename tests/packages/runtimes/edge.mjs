// Runs the steps in the runtime of edge functions, and prints what they show.
import { readFile } from "node:fs/promises";
import { EdgeVM } from "@edge-runtime/vm";

const [url, tokens] = process.argv.slice(2);
const vm = new EdgeVM();
vm.evaluate(await readFile("bundles/web.js", "utf8"));
console.log(JSON.stringify(await vm.evaluate(`web.run(${JSON.stringify(url)}, ${tokens})`)));
