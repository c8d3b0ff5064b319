#!/usr/bin/env node
// Runs the published Gemini CLI of a version against the emulator and checks its answers:
//   node packages/emulator/scripts/official-cli.mjs 0.31.0
// Needs a build of the emulator (npm run build). Exit code 0: all as expected; 1: not; 2: could not be tried.
// biome-ignore lint/correctness/useImportExtensions: Node runs the script; its types stand beside it, in a .d.mts file
import { installOfficialCli } from "./official-cli/install.mjs";
// biome-ignore lint/correctness/useImportExtensions: Node runs the script; its types stand beside it, in a .d.mts file
import { runOfficialCli } from "./official-cli/run.mjs";

const version = process.argv[2] ?? "0.61.0";
const files = { "notes.txt": "The secret word is heron.\n" };
const model = ["-m", "gemini-2.5-flash"];

const cases = [
  {
    name: "text",
    args: [...model, "-p", "What is 2+2?"],
    expected: (stdout) => stdout.includes("4"),
  },
  {
    name: "json",
    args: [...model, "--output-format", "json", "-p", "What is 2+2?"],
    expected: (stdout) => JSON.parse(stdout).response.includes("4"),
  },
  {
    name: "stream-json with a tool call",
    args: [...model, "--approval-mode", "yolo", "--output-format", "stream-json", "-p", "Read the file notes.txt"],
    expected: (stdout) => {
      const events = stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      const answer = events.filter((event) => event.role === "assistant").map((event) => event.content);
      return events.some((event) => event.type === "tool_result") && answer.join("").includes("heron");
    },
  },
];

process.exitCode = await main().catch((error) => {
  console.error(`${error.message}`);
  return 2;
});

async function main() {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`"${version}" is no version such as 0.61.0.`);
  const { createEmulator } = await import("@gemini-ts/emulator");
  const entry = await installOfficialCli(version);
  const emulator = createEmulator();
  const url = await emulator.listen();
  let failures = 0;
  try {
    for (const { name, args, expected } of cases) {
      const accessToken = emulator.login().access_token;
      const result = await runOfficialCli({ entry, url, accessToken, args, files });
      const passed = result.exitCode === 0 && expected(result.stdout);
      console.log(`${passed ? "passed" : "FAILED"}  gemini-cli ${version}, ${name}`);
      if (passed) continue;
      failures += 1;
      console.log(`exit code ${result.exitCode}\n${result.stdout}\n${result.stderr}`);
    }
  } finally {
    await emulator.close();
  }
  return failures === 0 ? 0 : 1;
}
