import { expect, inject, test } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

const home = inject("consumer");

test("npm start --silent prints the answer alone on stdout, without an account", async () => {
  const { exitCode, stdout, stderr } = await run("npm", ["start", "--silent", "--", "What is 2+2?"], root, home);
  expect(exitCode).toBe(0);
  expect(stdout.trimEnd().split("\n")).toEqual([expect.stringContaining("4")]);
  // The one line that says where the answer comes from.
  expect(stderr).toMatch(/^[^\n]+\n$/);
});

test("npm start prints npm's banner and the answer", async () => {
  const { exitCode, stdout } = await run("npm", ["start", "--", "What is 2+2?"], root, home);
  expect(exitCode).toBe(0);
  expect(stdout.split("\n").filter((line) => !/^(?:> |$)/.test(line))).toEqual([expect.stringContaining("4")]);
});

test("npm start passes on the command's exit code", async () => {
  const { exitCode, stdout, stderr } = await run("npm", ["start", "--silent", "--", "--no-such-option"], root, home);
  expect({ exitCode: exitCode > 0, stdout }).toEqual({ exitCode: true, stdout: "" });
  expect(stderr).toContain("--no-such-option");
});
