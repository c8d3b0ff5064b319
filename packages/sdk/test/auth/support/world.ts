import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  createEmulator,
  type Emulator,
  type EmulatorCall,
  type EmulatorOptions,
  type Login,
  type LoginOptions,
} from "@gemini-ts/emulator";
import { searchFolder } from "../../../../../tests/canaries/search-folder.ts";
import type { GeminiClient } from "../../../src/client.ts";
import type { GeminiOptions } from "../../../src/options/client-options.ts";
import type { GeminiEvent } from "../../../src/platform/events.ts";
import type { Clock, Platform } from "../../../src/platform/platform.ts";
import { testClient } from "../../support/clients.ts";
import { testPlatform } from "../../support/platform.ts";

export interface WorldOptions extends Omit<EmulatorOptions, "now"> {
  readonly clock?: Clock;
  /** Added to what points the client at the emulator. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A home folder, an emulator on a socket, and clients that know of nothing else. */
export interface World {
  readonly home: string;
  /** Where the Gemini CLI would keep its login. */
  readonly loginPath: string;
  readonly emulator: Emulator;
  /** May be changed at any time. */
  readonly environment: Record<string, string>;
  readonly events: GeminiEvent[];
  readonly platform: Platform;
  /** Simulates another process: nothing is shared with the first. */
  newPlatform(): Platform;
  client(options?: GeminiOptions, platform?: Platform): GeminiClient;
  /** Writes a login file, or the text given. */
  writeLogin(login: object | string, mode?: number): Promise<void>;
  /** A login of the emulator, written to the login file. */
  signIn(options?: LoginOptions): Promise<Login>;
  /** The calls of one kind that the emulator got. */
  calls(operation: string): EmulatorCall[];
  /** Runs an action on each request of one kind, with its number from 1; a response that it gives is the answer. */
  on(operation: string, action: Fault): void;
  [Symbol.asyncDispose](): Promise<void>;
}

type Fault = (
  number: number,
  request: Request,
  call: EmulatorCall,
) => Promise<Response | undefined> | Response | undefined;

export async function createWorld({ clock, environment: given, ...options }: WorldOptions = {}): Promise<World> {
  const home = await mkdtemp(join(tmpdir(), "gemini-ts-"));
  const loginPath = join(home, ".gemini", "oauth_creds.json");
  const faults = new Map<string, Fault>();
  const counts = new Map<string, number>();
  const emulator = createEmulator({
    ...options,
    ...(clock ? { now: () => clock.now() } : {}),
    intercept: {
      ...options.intercept,
      request: async (call, request) => {
        const number = (counts.get(call.operation) ?? 0) + 1;
        counts.set(call.operation, number);
        return (
          (await faults.get(call.operation)?.(number, request, call)) ??
          (await options.intercept?.request?.(call, request))
        );
      },
    },
  });
  const url = await emulator.listen();
  const environment: Record<string, string> = {
    GEMINI_TS_OAUTH_TOKEN_URL: `${url}/token`,
    CODE_ASSIST_ENDPOINT: url,
    GOOGLE_GEMINI_BASE_URL: url,
    GOOGLE_VERTEX_BASE_URL: url,
    ...given,
  };
  const newPlatform = () => testPlatform({ environment, home, ...(clock ? { clock } : {}) });
  const platform = newPlatform();
  const events: GeminiEvent[] = [];
  const clients: GeminiClient[] = [];
  await mkdir(dirname(loginPath), { recursive: true });

  const world: World = {
    home,
    loginPath,
    emulator,
    environment,
    events,
    platform,
    newPlatform,
    client(clientOptions = {}, own = platform) {
      const onEvent = (event: GeminiEvent) => void events.push(event);
      const client = testClient({ onEvent, ...clientOptions }, own);
      clients.push(client);
      return client;
    },
    writeLogin: (login, mode = 0o600) =>
      writeFile(loginPath, typeof login === "string" ? login : JSON.stringify(login, null, 2), { mode }),
    async signIn(loginOptions) {
      const login = emulator.login(loginOptions);
      await world.writeLogin(login);
      return login;
    },
    calls: (operation) => emulator.calls.filter((call) => call.operation === operation),
    on: (operation, action) => void faults.set(operation, action),
    async [Symbol.asyncDispose]() {
      await Promise.all(clients.map((client) => client.close()));
      await emulator.close();
      await searchFolder(home);
      await rm(home, { recursive: true, force: true });
    },
  };
  return world;
}
