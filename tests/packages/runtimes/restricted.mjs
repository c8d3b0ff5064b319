// Runs the steps on Deno without any permission but the network, and prints what they show.
import { run } from "./web.mjs";

const [url, tokens] = Deno.args;
console.log(JSON.stringify(await run(url, JSON.parse(tokens))));
