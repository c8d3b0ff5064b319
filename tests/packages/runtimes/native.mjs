// Runs the steps on a runtime that has files, against the emulator of the test or one of its own, and prints what they show.
import { readFile, writeFile } from "node:fs/promises";
import { createEmulator } from "@gemini-ts/emulator";
import { codeAssist, createFileTokenCache } from "gemini-ts";
import { runSteps } from "./steps.mjs";

const [folder, given] = process.argv.slice(2);
const credentialsPath = `${folder}/login.json`;
const emulator = createEmulator();

async function startOwnEmulator() {
  for (const [matcher, answer] of JSON.parse(await readFile("answers.json", "utf8"))) emulator.on(matcher, answer);
  await writeFile(credentialsPath, JSON.stringify(emulator.login({ expiresInMs: 0 })), { mode: 0o600 });
  return emulator.listen();
}

const url = given ?? (await startOwnEmulator());
const tokenCache = createFileTokenCache({ folder: `${folder}/tokens` });
const oauthClient = { tokenUrl: `${url}/token` };
const login = () => codeAssist({ credentialsPath, endpoint: url, oauthClient, tokenCache });
console.log(JSON.stringify(await runSteps(url, login)));
await emulator.close();
