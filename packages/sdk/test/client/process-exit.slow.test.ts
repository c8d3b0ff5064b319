import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { start } from "./support/ways.ts";

const run = promisify(execFile);

/** Between its last statement and its end. A server closes idle sockets after 5 s, and would hide one that holds on. */
const LONGEST_END_MS = 3_000;

// The build, since what runs in a user's process is the build.
const built = new URL("../../dist/index.js", import.meta.url).href;

const PROGRAMS = [
  [
    "forgets close()",
    `const client = new GeminiClient({ backend });
     for await (const chunk of client.sendMessageStream("Say streamed")) print(chunk.textDelta);
     print((await client.sendMessage("Say whole")).text);`,
    "StreamedWhole",
  ],
  ["asks once", 'print((await query("Say once", { backend })).text);', "Once"],
  [
    "leaves a loop early",
    `const client = new GeminiClient({ backend });
     for await (const chunk of client.sendMessageStream("Count from 1 to 9")) { print(chunk.textDelta); break; }`,
    "1,",
  ],
  [
    "cancels a stream",
    `const stream = new GeminiClient({ backend }).sendMessageStream("Count from 1 to 9");
     print((await stream[Symbol.asyncIterator]().next()).value.textDelta);
     stream.cancel();`,
    "1,",
  ],
  [
    "makes a stream and never reads it",
    'new GeminiClient({ backend }).sendMessageStream("Hello!"); print("unread");',
    "unread",
  ],
  [
    "meets a failure",
    `const client = new GeminiClient({ backend });
     await client.sendMessage("[[block]]").catch(({ code }) => print(code));`,
    "blocked",
  ],
] as const;

it.each(PROGRAMS)("a script that %s exits by itself", async (_what, body, printed) => {
  // Where a stream is left, its server goes on for longer than the script may.
  const leaves = /break|cancel/.test(body);
  const { url } = await start(leaves ? { paceMs: 60_000 } : {});
  const program = `import { GeminiClient, geminiApi, query } from ${JSON.stringify(built)};
    const print = (text) => process.stdout.write(text);
    const backend = geminiApi({ apiKey: "fake-key", baseUrl: ${JSON.stringify(url)} });
    ${body}
    const done = performance.now();
    process.on("exit", () => print(performance.now() - done < ${LONGEST_END_MS} ? "" : " and hung"));`;
  const flags = ["--input-type=module", "--eval", program];
  const { stdout, stderr } = await run(process.execPath, flags, { timeout: 60_000 });
  expect([stdout, stderr]).toEqual([printed, ""]);
});
