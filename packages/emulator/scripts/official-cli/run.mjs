import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const defaultLimitMs = 60_000;
const loopbackOnly = fileURLToPath(new URL("./loopback-only.cjs", import.meta.url));

const settings = {
  security: { auth: { selectedType: "oauth-personal" }, folderTrust: { enabled: false } },
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
  general: { enableAutoUpdate: false, disableAutoUpdate: true, disableUpdateNag: true },
};

/**
 * Runs the official CLI once, unmodified, against a server on the loopback interface, in folders of its own that are removed
 * afterwards.
 *
 * @param {import("./run.mjs").OfficialCliRun} run
 * @returns {Promise<import("./run.mjs").OfficialCliResult>}
 */
export async function runOfficialCli({ entry, url, accessToken, args, files = {}, limitMs = defaultLimitMs }) {
  const root = await mkdtemp(join(tmpdir(), "gemini-ts-official-cli-"));
  try {
    const home = join(root, "home");
    const work = join(root, "work");
    await mkdir(join(home, ".gemini"), { recursive: true });
    await mkdir(work);
    await writeFile(join(home, ".gemini", "settings.json"), JSON.stringify(settings));
    for (const [name, text] of Object.entries(files)) await writeFile(join(work, name), text);
    return await start(entry, args, work, environment(home, url, accessToken), limitMs);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Nothing of the caller's environment but the search path: no real sign-in can leak in. */
function environment(home, url, accessToken) {
  return {
    PATH: process.env.PATH ?? "",
    HOME: home,
    GEMINI_CLI_HOME: home,
    CODE_ASSIST_ENDPOINT: url,
    GOOGLE_GENAI_USE_GCA: "true",
    GOOGLE_CLOUD_ACCESS_TOKEN: accessToken,
    GEMINI_CLI_NO_RELAUNCH: "true",
    NODE_OPTIONS: `--require ${JSON.stringify(loopbackOnly)}`,
  };
}

function start(entry, args, cwd, env, limitMs) {
  return new Promise((resolve, reject) => {
    const options = { cwd, env, timeout: limitMs, killSignal: "SIGKILL", maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, [entry, ...args], options, (error, stdout, stderr) => {
      if (error?.killed) reject(new Error(`The official CLI gave no answer within ${limitMs} ms.\n${stderr}`));
      else if (error && typeof error.code !== "number") reject(error);
      else resolve({ exitCode: error?.code ?? 0, stdout, stderr });
    });
    child.stdin?.end();
  });
}
