import { createHash } from "node:crypto";
import type { ResponderRequest } from "./types.ts";

/** The model and service that made a signature. */
type Signer = Pick<ResponderRequest, "model" | "service">;

const mark = "offline-emulator:";

/** Signs a thought: the same signature for the same service, model and conversation. */
export function signatureFor(request: ResponderRequest): string {
  const conversation = createHash("sha256").update(JSON.stringify(request.contents)).digest("hex").slice(0, 16);
  return btoa(`${prefixOf(request)}${conversation}`);
}

/**
 * Whether a signature may be sent to a model. Refuses signatures that this emulator made for another model or service, and
 * those that were changed. Accepts any other string, so that tests can make up signatures.
 */
export function isAcceptedSignature(signature: string, signer: Signer): boolean {
  const text = Buffer.from(signature, "base64").toString("latin1");
  if (!text.startsWith(mark)) return true;
  const prefix = prefixOf(signer);
  return text.startsWith(prefix) && /^[0-9a-f]{16}$/.test(text.slice(prefix.length));
}

// btoa() accepts no wider characters.
function prefixOf({ service = "", model }: Signer): string {
  return `${mark}${service}:${model.replace(/[^\x20-\x7e]/g, "?")}:`;
}
