import { beforeAll, describe, expect, test } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";
import { secretIn } from "./secrets.ts";
import { takeSightings } from "./sightings.ts";

interface Outcome {
  readonly status: string;
  readonly title: string;
  readonly failureMessages: readonly string[];
}

/** Runs files of tests that leak, in a Vitest of its own, all in one process. */
async function runLeaks(...files: readonly string[]) {
  const vitest = "node_modules/vitest/vitest.mjs";
  const config = "tests/canaries/leaks/vitest.config.ts";
  const ending = await run(process.execPath, [vitest, "run", "--config", config, ...files], root);
  // It tells of secrets, as it should.
  takeSightings();
  const [report = "{}"] = /\{"numTotal.*/.exec(ending.stdout) ?? [];
  const { testResults } = JSON.parse(report) as { testResults: { assertionResults: Outcome[] }[] };
  return { ...ending, outcomes: testResults.flatMap((one) => one.assertionResults) };
}

describe("a test that shows a secret fails", () => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(async () => {
    outcomes = (await runLeaks("many-leaks.ts", "more-leaks.ts")).outcomes;
  });
  const messagesOf = (title: string) => outcomes.find((one) => one.title === title)?.failureMessages.join("\n");

  test.each([
    ["an error's message", "an error shows"],
    ["an error's field", "an error shows"],
    ["an error's hidden cause", "an error shows"],
    ["an error that takes its stack from another", "an error shows"],
    ["an event without a listener", "an event shows"],
    ["stdout", "stdout shows"],
    ["stderr", "stderr shows"],
    ["the console", "console.warn() shows"],
    ["a warning", "a warning of the process shows"],
    ["a file", "log.txt shows"],
    ["a file that goes when the test ends", "log.txt shows"],
    ["a file of a home folder that goes before the test ends", "log.txt shows"],
    ["a cleaner that shows more", "stdout shows"],
    ["a program's output", "a program's output shows"],
    ["an error in more-leaks.ts", "an error shows"],
    ["an event in more-leaks.ts", "an event shows"],
    ["stdout in more-leaks.ts", "stdout shows"],
    ["the console in more-leaks.ts", "console.warn() shows"],
    ["a file in more-leaks.ts", "log.txt shows"],
  ])("%s", (title, message) => {
    expect(messagesOf(title)).toContain(message);
  });

  test.each(["nothing", "a login file", "nothing in more-leaks.ts"])("%s: no secret shown, no failure", (title) => {
    expect(outcomes).toContainEqual(expect.objectContaining({ title, status: "passed" }));
  });
});

test("an unhandled rejection fails the run", async () => {
  const { exitCode, stderr, outcomes } = await runLeaks("unhandled-leaks.ts");
  expect(outcomes.map((one) => one.status)).toEqual(["passed"]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("nobody handles this");
});

test.each([
  ["a header", "It sent Authorization: Bearer fake-token.", "Bearer fake-token"],
  ["a token of the emulator", `{"refresh_token":"fake-refresh-token-${"012abc-12"}"}`, "012abc-12"],
  ["a key", "?key=fake-key&alt=sse", "fake-key"],
])("%s is a secret", (_name, text, secret) => {
  expect(secretIn(text)).toContain(secret);
});

test.each(["Bearer <hidden>", "fake-keyboard", "an access token"])("%j is not a secret", (text) => {
  expect(secretIn(text)).toBeUndefined();
});
