import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHome } from "./support/home.ts";
import { runCommand } from "./support/run-command.ts";
import { startEmulator, writeExternalAccount, writeLogin } from "./support/servers.ts";

const answered = { exitCode: 0, stdout: "2 + 2 = 4.\n", stderr: "" };
const prompt = "What is 2+2?";

describe("a sign-in that is found", () => {
  test("the login file of the Gemini CLI", async () => {
    const { emulator, url } = await startEmulator();
    const env = { CODE_ASSIST_ENDPOINT: url, GEMINI_TS_OAUTH_TOKEN_URL: `${url}/token` };
    const words = ["--credentials", writeLogin(emulator), prompt];
    expect(await runCommand(words, { env })).toEqual(answered);
    expect(JSON.parse((await runCommand(["--json", ...words], { env })).stdout)).toMatchObject({
      backend: "code-assist",
    });
  });

  test("Application Default Credentials for Vertex AI, by --backend", async () => {
    const token = { access_token: "fake-vertex-token", token_type: "Bearer", expires_in: 3_600 };
    const { url } = await startEmulator({
      accessTokens: [token.access_token],
      intercept: { request: ({ path }) => (path === "/sts" ? Response.json(token) : undefined) },
    });
    const env = {
      GOOGLE_VERTEX_BASE_URL: url,
      GOOGLE_CLOUD_PROJECT: "fake-project-123",
      GOOGLE_APPLICATION_CREDENTIALS: writeExternalAccount(`${url}/sts`),
    };
    const { exitCode, stdout, stderr } = await runCommand(["--json", "--backend", "vertex", prompt], { env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ text: "2 + 2 = 4.", backend: "vertex" });
  });

  test("--backend wins over the environment", async () => {
    const { emulator, url, env } = await startEmulator();
    const both = { ...env, GOOGLE_GENAI_USE_VERTEXAI: "true", GOOGLE_VERTEX_BASE_URL: url };
    expect(await runCommand(["--backend", "gemini-api", prompt], { env: both })).toEqual(answered);
    expect(emulator.calls.map((call) => call.backend)).toEqual(["gemini-api"]);
  });
});

describe("no sign-in", () => {
  test("F1 lists what was looked for and how to get each", async () => {
    const { exitCode, stdout, stderr } = await runCommand([prompt]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    const [failed, remedy, end] = stderr.split("\n");
    expect(failed).toMatch(
      /--credentials.*GOOGLE_GENAI_USE_VERTEXAI.*GEMINI_API_KEY.*settings\.json.*oauth_creds\.json/,
    );
    expect(remedy).toMatch(
      /https:\/\/aistudio\.google\.com\/apikey.*gcloud auth application-default login.*`gemini`.*--offline/,
    );
    expect(end).toBe("");
  });

  test.each([
    ["gemini-api", /GEMINI_API_KEY.*\n.*https:\/\/aistudio\.google\.com\/apikey/],
    ["vertex", /Application Default Credentials.*\n.*gcloud auth application-default login/],
    ["code-assist", /oauth_creds\.json.*\n.*`gemini`/],
  ])("for --backend %s, names only what a user of the command can set", async (backend, words) => {
    const env = { GOOGLE_CLOUD_PROJECT: "fake-project-123", METADATA_SERVER_DETECTION: "none" };
    const { exitCode, stderr } = await runCommand(["--backend", backend, prompt], { env });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/`apiKey`|`accessToken`/);
  });

  test.each([
    ["whose program fails", { executable: { command: "/bin/false" } }, /their program failed/],
    ["of AWS", { environment_id: "aws1", regional_cred_verification_url: "https://sts.{region}.fake" }, /AWS/],
    ["of a certificate", { certificate: { use_default_certificate_config: true } }, /client certificate/],
  ])("F375 default credentials %s are not told as a missing login file", async (_kind, source, words) => {
    const path = join(createHome(), "credentials.json");
    const credentials = { type: "external_account", audience: "//fake", credential_source: source };
    const json = { ...credentials, subject_token_type: "fake", token_url: "http://127.0.0.1:9/sts" };
    await writeFile(path, JSON.stringify(json), { mode: 0o600 });
    const env = {
      GOOGLE_APPLICATION_CREDENTIALS: path,
      GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: "1",
      GOOGLE_CLOUD_PROJECT: "fake-project-123",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const { exitCode, stderr } = await runCommand(["--backend", "vertex", "--no-retry", prompt], { env });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(
      /^Application Default Credentials returned no access token: the workload identity credentials /,
    );
    expect(stderr.split("\n")[0]).toMatch(words);
    expect(stderr).not.toContain("Gemini CLI");
  });

  test.each([
    ["no sign-in", [prompt], {}],
    ["no key", ["--backend", "gemini-api", prompt], {}],
  ])("F151 %s: the Gemini CLI's .env file is named, if there is one", async (_name, words, env) => {
    const home = createHome();
    expect((await runCommand(words, { env: { ...env, HOME: home } })).stderr).not.toContain(".env");
    await mkdir(join(home, ".gemini"));
    await writeFile(join(home, ".gemini", ".env"), "GOOGLE_CLOUD_PROJECT=my-project\n");
    const { exitCode, stderr } = await runCommand(words, { env: { ...env, HOME: home } });
    expect(exitCode).toBe(3);
    expect(stderr).toContain(`${join(home, ".gemini", ".env")} exists, but only the Gemini CLI reads it`);
  });

  test("F144 names the path of a missing credentials file, and no options of the SDK", async () => {
    const env = { GOOGLE_CLOUD_PROJECT: "fake-project-123", GOOGLE_APPLICATION_CREDENTIALS: "/nowhere/adc.json" };
    const { exitCode, stderr } = await runCommand(["--backend", "vertex", prompt], { env });
    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      "The credentials file /nowhere/adc.json cannot be used: it does not exist.\n" +
        "Set GOOGLE_APPLICATION_CREDENTIALS to a credentials file, or unset it and run `gcloud auth application-default login`.\n",
    );
  });

  test("--offline answers from the emulator and sends nothing, even with a sign-in", async () => {
    const { emulator, env } = await startEmulator();
    const { exitCode, stdout, stderr } = await runCommand(["--offline", "--json", prompt], { env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ text: "2 + 2 = 4.", backend: "emulator" });
    expect(emulator.calls).toEqual([]);
  });

  test("--offline-fallback answers from the emulator and says so in one line", async () => {
    const { exitCode, stdout, stderr } = await runCommand(["--offline-fallback", "--json", prompt]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ text: "2 + 2 = 4.", backend: "emulator" });
    expect(stderr).toMatch(/^No Google sign-in found: answered by the offline emulator\. .+\n$/);
  });
});

describe("--offline-fallback applies only without a sign-in", () => {
  test("uses a sign-in that is found", async () => {
    const { emulator, env } = await startEmulator();
    expect(await runCommand(["--offline-fallback", prompt], { env })).toEqual(answered);
    expect(emulator.calls).toHaveLength(1);
  });

  test("fails if Google refuses the sign-in", async () => {
    const { env } = await startEmulator({ apiKeys: ["another"] });
    expect(await runCommand(["--offline-fallback", prompt], { env })).toMatchObject({ exitCode: 3, stdout: "" });
  });

  test("fails if the environment selects a sign-in that is missing", async () => {
    const env = { GOOGLE_GENAI_USE_GCA: "true" };
    expect(await runCommand(["--offline-fallback", prompt], { env })).toMatchObject({ exitCode: 3, stdout: "" });
  });

  test("one that the Gemini CLI's settings choose and that is not there fails", async () => {
    const home = createHome();
    await mkdir(join(home, ".gemini"));
    await writeFile(
      join(home, ".gemini/settings.json"),
      '{ "security": { "auth": { "selectedType": "gemini-api-key" } } }',
    );
    const env = { HOME: home };
    expect(await runCommand(["--offline-fallback", prompt], { env })).toMatchObject({ exitCode: 3, stdout: "" });
  });

  test("fails if a named sign-in is missing", async () => {
    const words = ["--offline-fallback", "--credentials", `${createHome()}/none.json`, prompt];
    const { exitCode, stdout, stderr } = await runCommand(words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toContain("none.json");
    expect(await runCommand(["--offline-fallback", "--backend", "gemini-api", prompt])).toMatchObject({ exitCode: 3 });
  });
});
