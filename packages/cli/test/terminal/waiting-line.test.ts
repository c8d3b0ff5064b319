import { createEmulator } from "@gemini-ts/emulator";
import { expect, test } from "vitest";
import { WaitingLine } from "../../src/terminal/waiting-line.ts";
import { runCommand, startCommand } from "../support/run-command.ts";

const ERASED = `Thinking …\r${" ".repeat(10)}\r`;

test("on a terminal, a line says that the command waits, until the answer begins", async () => {
  const { stdout, stderr } = await runCommand(["--offline", "What is 2+2?"], { onTerminal: true });
  expect(stdout).toBe("2 + 2 = 4.\n");
  expect(stderr).toBe(ERASED);
});

test("the line is erased before a failure is reported, and when the command is interrupted", async () => {
  await using emulator = createEmulator();
  const env = { GEMINI_API_KEY: "fake-key", GOOGLE_GEMINI_BASE_URL: await emulator.listen() };
  emulator.next({ error: "region" });
  const failed = await runCommand(["Hello"], { env, onTerminal: true });
  expect(failed.stderr).toMatch(new RegExp(`^${ERASED}\\S`));
  emulator.next({ silence: "before-headers" });
  const running = startCommand(["Hello"], { env, onTerminal: true });
  await running.untilStderr("Thinking …");
  running.kill("SIGINT");
  expect((await running.ended).stderr).toBe(ERASED);
});

test("without a terminal, nothing is written while the command waits", async () => {
  expect((await runCommand(["--offline", "What is 2+2?"])).stderr).toBe("");
});

test.each([
  [1, ""],
  [10, ""],
  [11, ERASED],
  // A terminal that does not know its width, such as one on a serial line.
  [0, ERASED],
])("a terminal of %i columns shows nothing that cannot be erased", (columns, expected) => {
  let shown = "";
  const line = new WaitingLine({ isTTY: true, columns, write: (text) => (shown += text) });
  line.show();
  line.hide();
  expect(shown).toBe(expected);
});
