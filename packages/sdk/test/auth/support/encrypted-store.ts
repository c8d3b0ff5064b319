import { createCipheriv, randomBytes, scryptSync } from "node:crypto";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { dirname, join } from "node:path";
import type { Login } from "@gemini-ts/emulator";
import type { World } from "./world.ts";

/** The owner of the key that encrypts a store. Default: this machine. */
export interface Owner {
  readonly host?: string;
  readonly user?: string;
}

/** The encrypted stores of the two generations of the Gemini CLI, as their documents and sources have them. */
export const generations = [
  { version: "0.61", name: "gemini-credentials.json", ivBytes: 12, indent: 2 },
  { version: "0.31", name: "mcp-oauth-tokens-v2.json", ivBytes: 16, indent: 2 },
] as const;

export type Generation = (typeof generations)[number];

export const [newest, oldest] = generations;

/** `hex(iv):hex(tag):hex(ciphertext)`, AES-256-GCM. */
export function seal(
  text: string,
  ivBytes: number,
  { host = hostname(), user = userInfo().username }: Owner = {},
): string {
  const key = scryptSync("gemini-cli-oauth", `${host}-${user}-gemini-cli`, 32);
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return [iv, cipher.getAuthTag(), sealed].map((part) => part.toString("hex")).join(":");
}

/** What a generation encrypts: a login among other things. */
export function storeContent({ version }: Generation, login: Partial<Login>, others: object = {}): object {
  const account = {
    serverName: "main-account",
    token: {
      accessToken: login.access_token,
      refreshToken: login.refresh_token,
      tokenType: "Bearer",
      scope: "a b",
      expiresAt: login.expiry_date,
    },
    updatedAt: 1_767_225_600_000,
  };
  if (version === "0.31") return { ...others, "main-account": account };
  return { ...others, "gemini-cli-oauth": { "main-account": JSON.stringify(account) } };
}

export function storePath(world: World, { name }: Generation): string {
  return join(dirname(world.loginPath), name);
}

/** Migrates the login as the Gemini CLI does when encryption is switched on: writes the store, then deletes the login file. */
export async function moveToStore(
  world: World,
  generation: Generation,
  content?: object,
  owner?: Owner,
): Promise<void> {
  const login = content ? undefined : (JSON.parse(await readFile(world.loginPath, "utf8")) as Login);
  const text = JSON.stringify(content ?? storeContent(generation, login ?? {}), null, generation.indent);
  await writeFile(storePath(world, generation), seal(text, generation.ivBytes, owner), { mode: 0o600 });
  await chmod(storePath(world, generation), 0o600);
  await rm(world.loginPath, { force: true });
}
