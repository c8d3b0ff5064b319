import { copyFile, cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createEmulator } from "@gemini-ts/emulator";
import { inject } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

/** The folder of the programs that bundlers build, with a lockfile for the bundlers that are installed on demand. */
export const fixture = join(import.meta.dirname, "bundlers");

/** Makes a project with `program.js` and the packed SDK, with or without the optional peer of the SDK. */
export async function createProject(folder: string, { withPeer }: { readonly withPeer: boolean }): Promise<void> {
  await copySdk(folder);
  await copyFile(join(fixture, "program.js"), join(folder, "program.js"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  if (!withPeer) return;
  const name = "google-auth-library";
  await symlink(join(root, "node_modules", name), join(folder, "node_modules", name), "junction");
}

/** Puts the packed SDK into a project as npm would. The optional peer is not installed. */
export async function copySdk(folder: string): Promise<void> {
  await mkdir(join(folder, "node_modules"), { recursive: true });
  await cp(join(inject("consumer"), "node_modules/gemini-ts"), join(folder, "node_modules/gemini-ts"), {
    recursive: true,
  });
}

/**
 * Runs `dist/program.cjs`, the build of `program.js`, against an emulator, with Application Default Credentials in a file,
 * and returns what it prints. The project's packages are removed first: the build has to contain all that it needs.
 */
export async function runProgram(folder: string, backend: "gemini-api" | "vertex"): Promise<string> {
  await rm(join(folder, "node_modules"), { recursive: true, force: true });
  await using emulator = createEmulator({
    accessTokens: ["fake-adc-token"],
    intercept: {
      request: ({ operation }) => (operation === "token" ? Response.json(tokenReply) : undefined),
    },
  });
  const url = await emulator.listen();
  const credentials = join(folder, "credentials.json");
  await writeFile(credentials, JSON.stringify({ ...workforceCredentials, token_url: `${url}/token` }));
  const ending = await run(process.execPath, ["dist/program.cjs", backend], folder, folder, {
    GOOGLE_APPLICATION_CREDENTIALS: credentials,
    GOOGLE_GEMINI_BASE_URL: url,
    GOOGLE_VERTEX_BASE_URL: url,
    METADATA_SERVER_DETECTION: "none",
  });
  if (ending.exitCode !== 0 || ending.stderr !== "") throw new Error(`The program failed: ${JSON.stringify(ending)}`);
  return ending.stdout;
}

const tokenReply = { access_token: "fake-adc-token", expires_in: 3_599, token_type: "Bearer" };

/** Credentials of workforce identity: their file names the token endpoint, which can therefore be on loopback. */
const workforceCredentials = {
  type: "external_account_authorized_user",
  audience: "//iam.googleapis.com/locations/global/workforcePools/fake/providers/fake",
  client_id: "fake-client",
  client_secret: "fake-client-secret-canary",
  refresh_token: "fake-refresh-canary",
};
