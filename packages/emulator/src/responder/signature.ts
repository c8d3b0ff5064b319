import { digest } from "./digest.ts";
import type { ResponderRequest } from "./types.ts";

/** Who gave a signature. */
type Signer = Pick<ResponderRequest, "model" | "service">;

const mark = "offline-emulator:";

/** A signature that is the same for the same service, model and conversation, and for no other. */
export function signatureFor(request: ResponderRequest): string {
  const seen = digest(JSON.stringify([request.model, request.contents]));
  return btoa(`${beginning(request)}${seen}`);
}

/**
 * Whether a signature may be sent to a model: not if it is of this emulator's kind and another model's or service's, or was
 * changed. What tests make up themselves, and the words that stand in for a signature, pass.
 */
export function isAcceptedSignature(signature: string, signer: Signer): boolean {
  const text = Buffer.from(signature, "base64").toString("latin1");
  if (!text.startsWith(mark)) return true;
  const own = beginning(signer);
  return text.startsWith(own) && /^[0-9a-f]{16}$/.test(text.slice(own.length));
}

// Base64 takes no wider characters.
function beginning({ service = "", model }: Signer): string {
  return `${mark}${service}:${model.replace(/[^\x20-\x7e]/g, "?")}:`;
}
