import type { Platform } from "../../platform/platform.ts";
import { sharedState } from "../../platform/shared-state.ts";
import type { Unfit } from "./read-settled.ts";

/** `hex(iv):hex(tag):hex(ciphertext)`. The Gemini CLI 0.61 writes an IV of 12 bytes, 0.31 one of 16. */
const SEALED = /^((?:[0-9a-f]{2}){12}|(?:[0-9a-f]{2}){16}):([0-9a-f]{32}):((?:[0-9a-f]{2})+)$/i;

/** AES-256. */
const KEY_BYTES = 32;

/** A store that was decrypted. */
export interface OpenedStore {
  readonly kind: "opened";
  readonly text: string;
}

/**
 * Decrypts a store of the Gemini CLI: AES-256-GCM, with a key derived from the names of the machine and the user. A
 * file that is still being written looks like a damaged one.
 * @see https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/services/fileKeychain.ts
 */
export async function decryptStore(sealed: string, platform: Platform): Promise<OpenedStore | Unfit> {
  const [, iv, tag, bytes] = SEALED.exec(sealed.trim()) ?? [];
  if (iv === undefined || tag === undefined || bytes === undefined) {
    return { kind: "incomplete", found: "it is not a complete encrypted store of the Gemini CLI" };
  }
  const key = await machineKey(platform);
  if (key === undefined) {
    return {
      kind: "unusable",
      found: "it is encrypted, and this runtime cannot derive the key: it has no host name, no user name, or no scrypt",
      ...(platform.runtime.name.startsWith("deno/") ? { remedy: "Run Deno with --allow-sys." } : {}),
    };
  }
  const subtle = platform.subtleCrypto();
  try {
    const secret = await subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
    const opened = await subtle.decrypt({ name: "AES-GCM", iv: bytesOf(iv) }, secret, bytesOf(bytes + tag));
    return { kind: "opened", text: new TextDecoder().decode(opened) };
  } catch {
    const found = "it cannot be decrypted: it was written on another machine or by another user, or it is damaged";
    return { kind: "incomplete", found };
  }
}

/** Derived only once, because scrypt is slow by design: it takes a tenth of a second. */
const machineKey = sharedState(deriveKey);

async function deriveKey({ machine, scrypt }: Platform): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const names = machine();
  if (names === undefined || scrypt === undefined) return undefined;
  // Systems that restrict algorithms may reject scrypt.
  return await scrypt("gemini-cli-oauth", `${names.host}-${names.user}-gemini-cli`, KEY_BYTES).catch(() => undefined);
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
