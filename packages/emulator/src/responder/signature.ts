import { createHash } from "node:crypto";
import type { Part } from "../wire/content.ts";
import type { ResponderRequest } from "./types.ts";

/** The model and service that made a signature. */
type Signer = Pick<ResponderRequest, "model" | "service">;

const mark = "offline-emulator:";

/** Signs a thought: the same signature for the same service, model and conversation. */
export function signatureFor(request: ResponderRequest): string {
  const conversation = createHash("sha256").update(JSON.stringify(request.contents)).digest("hex").slice(0, 16);
  return btoa(`${prefixOf(request)}${conversation}`);
}

/** Whether a model signs its function calls even if it did not think, and requires the signatures back. */
export function alwaysSignsCalls(model: string): boolean {
  return /^gemini-([3-9]|\d\d)/.test(model);
}

/** Whether a model makes images, signs them and a text before them, and requires the signatures back. */
export function signsImages(model: string): boolean {
  return alwaysSignsCalls(model) && /-image(?:-|$)/.test(model);
}

/**
 * Signs the parts of an answer, without its thoughts, as Google does: the first function call, or the first text if the thoughts
 * are included or the model makes images.
 */
export function signParts(
  parts: readonly Part[],
  request: ResponderRequest,
  { hasThought, includesThoughts }: { readonly hasThought: boolean; readonly includesThoughts: boolean },
): readonly Part[] {
  const firstCall = parts.findIndex((part) => part.functionCall);
  const signsText = (hasThought && includesThoughts) || signsImages(request.model);
  const isSigned = firstCall < 0 ? signsText : hasThought || alwaysSignsCalls(request.model);
  if (!isSigned) return parts;
  const signed = [Math.max(0, firstCall), ...(signsImages(request.model) ? [0] : [])];
  return parts.map((part, index) =>
    signed.includes(index) ? { ...part, thoughtSignature: signatureFor(request) } : part,
  );
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
