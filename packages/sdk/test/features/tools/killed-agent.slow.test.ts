import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { start } from "../../client/support/ways.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { calls } from "./support/agent.ts";

const run = promisify(execFile);

// The build, since what is killed in a user's program is the build.
const built = new URL("../../../dist/index.js", import.meta.url).href;

/** An agent that stores its chat in a file, and continues what it finds there. The first run kills itself while it pays. */
const PROGRAM = `
  import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
  import { GeminiClient, geminiApi, tool } from ${JSON.stringify(built)};
  const { BASE_URL: baseUrl, STORE_AT: storeAt, KILL: kill } = process.env;
  const store = (where) => where === storeAt && writeFileSync("chat.json", JSON.stringify(chat.contents));
  const named = (name, execute) => tool({ name, execute: (_args, { callId }) => execute(callId) });
  const tools = [
    named("look", () => "seen"),
    named("pay", (callId) => {
      store("execute");
      appendFileSync("paid.txt", callId + "\\n");
      if (kill) process.kill(process.pid, "SIGKILL");
      return "paid";
    }),
  ];
  const client = new GeminiClient({
    backend: geminiApi({ apiKey: "fake-key", baseUrl }),
    model: "gemini-3.8-flash",
    tools,
    onEvent: ({ type }) => store(type),
  });
  const history = existsSync("chat.json") ? JSON.parse(readFileSync("chat.json", "utf8")) : [];
  const chat = client.chat({ history });
  const isOpen = chat.pending.length > 0 || chat.contents.at(-1)?.role === "user";
  const { steps } = isOpen ? await chat.resume() : await chat.sendMessage("Pay the rent");
  const results = steps.map((step) => step.calls.map(({ name, result }) => name + ": " + (result.error ?? result.result)));
  console.log(JSON.stringify({ isOpen, results, history: chat.history.map(({ role }) => role).join() }));
  await client.close();
`;

it.each([
  ["in the function: it never starts again", "execute", 1, "pay: The function was interrupted before it returned"],
  ["at `tool-call`: it runs again under the same id", "tool-call", 2, "pay: paid"],
])("F231 kill -9 while a function runs, with the chat stored %s", async (_what, storeAt, times, result) => {
  const { emulator, url } = await start();
  for (const answer of [calls("look"), calls("look", "pay"), { text: "Done." }]) emulator.next(answer);
  const cwd = await temporaryFolder();
  const agent = (kill: string) => {
    const env = { ...process.env, BASE_URL: url, STORE_AT: storeAt, KILL: kill };
    return run(process.execPath, ["--input-type=module", "--eval", PROGRAM], { cwd, env, timeout: 60_000 });
  };
  await expect(agent("yes")).rejects.toMatchObject({ signal: "SIGKILL" });
  const printed = JSON.parse((await agent("")).stdout);
  expect(printed).toEqual({
    isOpen: true,
    results: [["look: seen"], [expect.stringMatching(/^look: /), expect.stringContaining(result)], []],
    history: "user,model,user,model,user,model",
  });
  const paid = (await readFile(join(cwd, "paid.txt"), "utf8")).trim().split("\n");
  expect(paid).toHaveLength(times);
  expect(new Set(paid).size).toBe(1);
});
