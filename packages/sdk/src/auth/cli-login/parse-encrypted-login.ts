import { loginOf, type ParsedLogin } from "./parse-login.ts";
import type { Absent } from "./read-settled.ts";

/**
 * Finds the login in a decrypted store, which can hold other things as well: keys, tokens of MCP servers. The Gemini CLI 0.61
 * writes `{"gemini-cli-oauth":{"main-account":"{\"token\":{…}}"}}`, 0.31 `{"main-account":{"token":{…}}}`. Never throws.
 */
export function parseEncryptedLogin(text: string, now: number): ParsedLogin | Absent {
  const store = parsed(text);
  if (store === undefined) return { kind: "unusable", found: "what is encrypted in it is not JSON" };
  const inner = member(member(store, "gemini-cli-oauth"), "main-account");
  const account = typeof inner === "string" ? parsed(inner) : member(store, "main-account");
  const token = member(account, "token");
  if (token === undefined) return { kind: "absent" };
  const login = loginOf(member(token, "accessToken"), member(token, "refreshToken"), member(token, "expiresAt"), now);
  if (login) return { kind: "login", login: { ...login, store: "encrypted" } };
  return { kind: "unusable", found: "its login holds neither an accessToken nor a refreshToken" };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Own members only: a store with `__proto__` in it is as good as any. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
