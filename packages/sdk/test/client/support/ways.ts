import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createEmulator,
  type Emulator,
  type EmulatorCall,
  type EmulatorOptions,
  type LoginOptions,
} from "@gemini-ts/emulator";
import { onTestFinished } from "vitest";
import {
  type Backend,
  codeAssist,
  type GeminiClient,
  type GeminiOptions,
  geminiApi,
  vertex,
} from "../../../src/index.ts";
import type { Platform } from "../../../src/platform/platform.ts";
import { testClient } from "../../support/clients.ts";
import { type TestPlatformInit, testPlatform } from "../../support/platform.ts";

/** A listening emulator and clients of it that are closed when the test ends. */
export interface Started {
  readonly emulator: Emulator;
  readonly url: string;
  readonly backend: Backend;
  readonly platform: Platform;
  client(options?: GeminiOptions): GeminiClient;
  /** A client without a socket between: each network read brings exactly one event, however busy the machine is. */
  steppedClient(options?: GeminiOptions): GeminiClient;
  /** The content requests received so far, without their envelope. */
  requests(): readonly SentRequest[];
}

/** A Gemini request as the emulator got it. Tests look into members of every shape. */
export interface SentRequest {
  readonly call: EmulatorCall;
  readonly model: string | undefined;
  readonly contents: readonly { role: string; parts: Record<string, unknown>[] }[];
  readonly generationConfig: Record<string, unknown>;
  readonly [other: string]: unknown;
}

/** One of the three backends, and how it signs in. */
export interface Way {
  readonly way: string;
  readonly start: (options?: EmulatorOptions, platform?: TestPlatformInit) => Promise<Started>;
}

type MakeBackend = (url: string, emulator: Emulator) => Promise<Backend> | Backend;

/** The same suite runs on each of these by `describe.each`. */
export const ways: readonly Way[] = [
  way("gemini-api", (url) => geminiApi({ apiKey: "fake-key", baseUrl: url })),
  way("code-assist with a token", (url, emulator) =>
    codeAssist({ accessToken: emulator.login().access_token, endpoint: url }),
  ),
  way("code-assist with a login file", async (url, emulator) =>
    codeAssist({
      credentialsPath: await loginFile(emulator),
      endpoint: url,
      oauthClient: { clientId: "fake-client", clientSecret: "fake-secret", tokenUrl: `${url}/token` },
    }),
  ),
  way("vertex", (_url, emulator) =>
    vertex({ accessToken: emulator.login().access_token, project: "fake-project-001", location: "us-central1" }),
  ),
];

/** For what does not depend on the backend: the Gemini API. */
export const start = (ways[0] as Way).start;

function way(name: string, makeBackend: MakeBackend): Way {
  return {
    way: name,
    start: async (options = {}, platformInit = {}) => {
      const emulator = createEmulator(options);
      onTestFinished(() => emulator.close());
      const url = await emulator.listen();
      const backend = await makeBackend(url, emulator);
      const environment = { GOOGLE_VERTEX_BASE_URL: url, ...platformInit.environment };
      const platform = testPlatform({ ...platformInit, environment });
      const client = (clientOptions: GeminiOptions = {}) => testClient({ backend, ...clientOptions }, platform);
      return {
        emulator,
        url,
        backend,
        platform,
        client,
        steppedClient: (clientOptions) => client({ fetch: emulator.fetch, ...clientOptions }),
        requests: () => emulator.calls.filter((call) => /generateContent/i.test(call.operation)).map(unwrap),
      };
    },
  };
}

/** A login of the emulator in a file that goes with the test. */
export async function loginFile(emulator: Emulator, options?: LoginOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "gemini-ts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "oauth_creds.json");
  await writeFile(path, JSON.stringify(emulator.login(options)), { mode: 0o600 });
  return path;
}

function unwrap(call: EmulatorCall): SentRequest {
  const body = call.body as Record<string, unknown>;
  const request = (call.backend === "code-assist" ? body.request : body) as Omit<SentRequest, "call" | "model">;
  return { ...request, call, model: call.model } as SentRequest;
}
