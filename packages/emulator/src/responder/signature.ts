import { digest } from "./digest.ts";
import type { ResponderRequest } from "./types.ts";

const mark = "offline-emulator:";

/** A signature that is the same for the same model and conversation, and for no other. */
export function signatureFor(request: ResponderRequest): string {
  const seen = digest(JSON.stringify([request.model, request.contents]));
  return btoa(`${mark}${printable(request.model)}:${seen}`);
}

/**
 * Whether a signature may be sent to a model: not if it is of this emulator's kind and another model's, or was changed. What
 * tests make up themselves, and the words that stand in for a signature, pass.
 */
export function isAcceptedSignature(signature: string, model: string): boolean {
  const text = Buffer.from(signature, "base64").toString("latin1");
  if (!text.startsWith(mark)) return true;
  const seen = text.slice(mark.length + printable(model).length);
  return text.startsWith(mark + printable(model)) && /^:[0-9a-f]{16}$/.test(seen);
}

// Base64 takes no wider characters.
function printable(model: string): string {
  return model.replace(/[^\x20-\x7e]/g, "?");
}
