import { expect, test } from "vitest";
import { runCommand } from "../support/run-command.ts";
import { startAnswering, startServer, toEvent } from "../support/servers.ts";

const attack = [
  "clear\u001b[2J \u001b]8;;https://exam",
  "ple.com\u001b\\link\u001b]8;;\u001b\\ \u001b]52;c;ZmFrZQ==\u0007clipboard \u001b",
  "Pdcs\u001b\\\u001b_apc\u001b\\\u009b31mC1 bell\u0007\bback \u202eoverride\u2069\r\nnext\u001b[",
  "31m line\u0000\u007f",
];
const shown = "clear link clipboard C1 bellback override\nnext line\n";

test("F88 an answer contains no escape sequences, even if they are split over chunks", async () => {
  const env = await startAnswering(attack);
  expect(await runCommand(["hi"], { env })).toEqual({ exitCode: 0, stdout: shown, stderr: "" });
});

test("F88 thinking contains no escape sequences", async () => {
  const env = await startServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const text of attack) response.write(toEvent({ content: { parts: [{ text, thought: true }] } }));
    response.end(toEvent({ content: { parts: [{ text: "answer" }] }, finishReason: "STOP" }));
  });
  const { stdout, stderr } = await runCommand(["--show-thinking", "hi"], { env });
  expect({ stdout, stderr }).toEqual({ stdout: "answer\n", stderr: shown });
});

test("F88 nor out of Google's error messages, reasons and finish reasons", async () => {
  const env = await startServer((_request, response) => {
    response.writeHead(418, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { code: 418, message: attack.join(""), status: "\u001b[31mODD" } }));
  });
  const { stderr } = await runCommand(["hi"], { env });
  expect(stderr).toMatch(/^[^\n]+\n[^\n]+\n$/);
  const { stderr: note } = await runCommand(["hi"], { env: await startAnswering(["x"], "\u001b]0;title\u0007ODD") });
  expect(note).toBe("The answer ended early (ODD).\n");
  for (const text of [stderr, note]) expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
});

test("F88 a failure that quotes the command line contains no escape sequences", async () => {
  const { stderr } = await runCommand(["--backend", "\u001b]0;title\u0007\u001b[31mx", "hi"]);
  expect(stderr).not.toMatch(/(?!\n)\p{Cc}/u);
});

test("F88 JSON keeps every character, escaped", async () => {
  const { stdout } = await runCommand(["--json", "hi"], { env: await startAnswering(attack) });
  expect(stdout).not.toMatch(/(?!\n)\p{Cc}|[\u2028-\u202e\u2066-\u2069]/u);
  expect(JSON.parse(stdout).text).toBe(attack.join(""));
});
