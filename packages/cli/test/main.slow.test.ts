import { expect, test } from "vitest";
import { runProcess } from "./support/command-process.ts";
import { geminiApiAt, startEmulator } from "./support/servers.ts";

// What other tests run in their own process is the same for the real command: streams, exit codes, and that it ends by itself.
test.each([
  ["answers", [], async () => (await startEmulator()).env, 0, "2 + 2 = 4.\n", /^$/],
  ["answers offline", ["--offline"], async () => ({}), 0, "2 + 2 = 4.\n", /^$/],
  ["refuses an unknown option", ["--modle"], async () => ({}), 2, "", /^Unknown option '--modle'\.\n[^\n]+\n$/],
  ["finds no sign-in", [], async () => ({}), 3, "", /^[^\n]+\n[^\n]+\n$/],
  ["reaches nobody", ["--no-retry"], async () => geminiApiAt("http://127.0.0.1:9"), 6, "", /^[^\n]+\n[^\n]+\n$/],
])("the command %s", async (_name, options, start, exitCode, stdout, stderr) => {
  const ending = await runProcess([...options, "What is"], { env: await start(), stdin: "2+2?" });
  expect(ending).toEqual({ exitCode, stdout, stderr: expect.stringMatching(stderr) });
});
