// Runs another example without an account: the emulator replaces Google for all three backends.
// Run: node examples/offline.mjs examples/02-stream.mjs "Write 20 words about rivers"
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "../scripts/setup.mjs";

const program = process.argv.slice(2);
if (program.length === 0) {
  console.error("Usage: node examples/offline.mjs <example> [arguments]");
  process.exit(2);
}
setUp(); // The clone may be new.
const { createEmulator } = await import("@gemini-ts/emulator");
const emulator = createEmulator();
const url = await emulator.listen();
const login = emulator.login();
const folder = await mkdtemp(join(tmpdir(), "gemini-ts-examples-"));
const loginFile = join(folder, "oauth_creds.json");
await writeFile(loginFile, JSON.stringify(login), { mode: 0o600 });

// Your own sign-in is not used.
const others = Object.entries(process.env).filter(([name]) => !/^(?:GEMINI|GOOGLE|CODE_ASSIST)_/.test(name));
const env = {
  ...Object.fromEntries(others),
  GEMINI_API_KEY: "fake-key",
  GOOGLE_GEMINI_BASE_URL: url,
  GOOGLE_VERTEX_BASE_URL: url,
  GOOGLE_CLOUD_PROJECT: "fake-project",
  VERTEX_ACCESS_TOKEN: login.access_token,
  CODE_ASSIST_ENDPOINT: url,
  CREDENTIALS_PATH: loginFile,
};

const child = spawn(process.execPath, program, { env, stdio: "inherit" });
[process.exitCode] = await once(child, "close");
await emulator.close();
await rm(folder, { recursive: true });
