import type { ContentFault } from "../faults/fault.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { ResponderRequest } from "../responder/types.ts";

/** Where a response can continue. */
export interface Continuation {
  /** The content that was scripted for the first hop. */
  readonly fault: ContentFault;
  /** The number of the next hop, from 0. */
  readonly hop: number;
  /** How much of the answer has been sent: characters of text, and 1 for any other part. */
  readonly sent: number;
  /** Tokens sent so far. */
  readonly sentTokens: number;
  /** Whether `maxOutputTokens` was used up. */
  readonly isSpent: boolean;
}

interface Issued {
  readonly continuation: Continuation;
  /** The request, without what may change. */
  readonly request: string;
  readonly maxOutputTokens: number;
}

/** A request whose names were read. */
type Sent = ResponderRequest & { readonly sessionId?: string };

/** The tokens that one emulator has issued. */
export class Continuations {
  readonly #issued = new Map<string, Issued>();

  /** Issues a token, with which the request continues there. */
  issue(request: ResponderRequest, continuation: Continuation): string {
    const token = Buffer.from(`offline-emulator:continuation:${this.#issued.size + 1}`).toString("base64");
    this.#issued.set(token, { continuation, request: essenceOf(request), maxOutputTokens: limitOf(request) });
    return token;
  }

  /**
   * Where a request continues; undefined without a token. The request must be the one that got the token, on the same service
   * and with the same model; only `maxOutputTokens` may be raised. Google's messages are not known.
   *
   * @throws GoogleError `INVALID_ARGUMENT`
   */
  find(request: ResponderRequest): Continuation | undefined {
    if (request.continuationToken === undefined) return undefined;
    const issued = this.#issued.get(request.continuationToken);
    if (!issued) throw invalidArgument("The continuation token is invalid or was issued for another model.");
    if (issued.request !== essenceOf(request) || limitOf(request) < issued.maxOutputTokens) {
      throw invalidArgument("The continuation token was issued for a different request.");
    }
    if (issued.continuation.isSpent && limitOf(request) <= issued.maxOutputTokens) {
      throw invalidArgument("The output token budget is used up. Increase max_output_tokens to continue.");
    }
    return issued.continuation;
  }
}

/** Without the id of the session on Code Assist, which is no part of the prompt. */
function essenceOf(request: ResponderRequest): string {
  const { continuationToken: _, sessionId: __, generationConfig, ...others } = request as Sent;
  const { maxOutputTokens: ___, ...config } = generationConfig ?? {};
  return JSON.stringify({ ...others, config });
}

function limitOf({ generationConfig }: ResponderRequest): number {
  return generationConfig?.maxOutputTokens ?? Infinity;
}
