// Runs the steps in a Worker, as `workerd test` starts them, and prints what they show.
import { run } from "./web.mjs";

export default {
  async test(_controller, { url, tokens }) {
    console.log(JSON.stringify(await run(url, tokens)));
  },
};
