import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import type { FetchLike } from "../../../src/platform/web-types.ts";
import type { World } from "./world.ts";

/** Hides the machine's own credentials from google-auth-library, which reads the environment of the process. */
function hideOwnCredentials(home: string): void {
  for (const name of Object.keys(process.env)) {
    if (/^(?:GOOGLE_|GCLOUD_|AWS_)|_proxy$/i.test(name)) vi.stubEnv(name, undefined);
  }
  // No metadata server is looked for, and there is no gcloud.
  const own = { METADATA_SERVER_DETECTION: "none", CLOUDSDK_CONFIG: home, HOME: home, PATH: home };
  for (const [name, value] of Object.entries(own)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

/** Makes these the only credentials that can be found, or hides all. Returns the path of their file. */
export async function useCredentials(world: World, credentials: object | string | undefined): Promise<string> {
  hideOwnCredentials(world.home);
  const path = join(world.home, "adc.json");
  if (credentials !== undefined) {
    await writeFile(path, typeof credentials === "string" ? credentials : JSON.stringify(credentials));
  }
  useCredentialsFile(world, credentials === undefined ? undefined : path);
  return path;
}

/** Both google-auth-library and this one read the variable. */
export function useCredentialsFile(world: World, path: string | undefined): void {
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", path);
  world.environment.GOOGLE_APPLICATION_CREDENTIALS = path ?? "";
}

/** Credentials of workforce identity: the address of its token endpoint is in the file, so it can be loopback. */
export const workforceUser = ({ emulator }: World, more: object = {}) => ({
  type: "external_account_authorized_user",
  audience: "//iam.googleapis.com/locations/global/workforcePools/fake/providers/fake",
  client_id: "fake-client",
  client_secret: "fake-client-secret-canary",
  refresh_token: "fake-refresh-canary",
  token_url: `${emulator.url}/token`,
  ...more,
});

/** Credentials of workload identity, whose token comes from this source. */
export const workload = ({ emulator }: World, source: object) => ({
  type: "external_account",
  audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/fake/providers/fake",
  subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
  token_url: `${emulator.url}/token`,
  credential_source: source,
});

/** What gcloud writes. Its token endpoint is Google's. */
export const gcloudUser = {
  type: "authorized_user",
  client_id: "fake-client",
  client_secret: "fake-client-secret-canary",
  refresh_token: "fake-refresh-canary",
};

let privateKey: string | undefined;

/** A service account's key, made in this run. Its token endpoint is Google's. */
export function serviceAccount() {
  privateKey ??= generateKeyPairSync("rsa", { modulusLength: 2048 })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();
  return {
    type: "service_account",
    project_id: "fake-project",
    private_key_id: "fake",
    private_key: privateKey,
    client_email: "fake@fake-project.iam.gserviceaccount.com",
    client_id: "1",
  };
}

/** What impersonates a service account. */
export const impersonation = (source: object) => ({
  type: "impersonated_service_account",
  service_account_impersonation_url:
    "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/fake@fake-project.iam.gserviceaccount.com:generateAccessToken",
  source_credentials: source,
});

export const TOKEN = "fake-adc-token";

export const tokenReply = (more: object = {}) =>
  Response.json({
    access_token: TOKEN,
    expires_in: 3_599,
    token_type: "Bearer",
    issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
    ...more,
  });

/** A fetch in which this function plays Google's hosts; loopback is reached as usual. `hosts` lists whom it played. */
export function fetchWithGoogle(play: (url: URL, body: string) => Response | Promise<Response>) {
  const hosts: string[] = [];
  const fetch: FetchLike = async (address, init) => {
    const url = new URL(address);
    if (url.hostname === "127.0.0.1") return globalThis.fetch(address, init as RequestInit);
    hosts.push(url.hostname);
    return play(url, init?.body ? new TextDecoder().decode(init.body as Uint8Array) : "");
  };
  return { fetch, hosts };
}
