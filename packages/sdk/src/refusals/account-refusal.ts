import {
  clientUnsupported,
  type GoogleRefusal,
  licenseRequired,
  regionUnsupported,
  validationRequired,
} from "../errors/account-errors.ts";
import type { GeminiErrorFields } from "../errors/error-init.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import { safeText } from "../errors/safe-text.ts";
import { accountDisabled } from "../errors/sign-in-errors.ts";

/** How to recognise one kind of refusal, and the error that it becomes. */
interface Rule {
  readonly reasons: readonly string[];
  /**
   * Google sends some refusals without a machine-readable reason, so these few are also recognised by their message.
   */
  readonly words?: RegExp;
  readonly make: (refusal: GoogleRefusal, more: Partial<GeminiErrorFields>) => GeminiError;
}

const RULES: readonly Rule[] = [
  {
    reasons: ["TOS_VIOLATION"],
    words: /violation of (?:the |our |google's )?terms of service/i,
    make: (_refusal, more) => accountDisabled(more),
  },
  {
    reasons: ["VALIDATION_REQUIRED"],
    make: ({ message, links }, more) => {
      const google = links.filter(({ url }) => isGoogleLink(url));
      // A parsed URL has no control characters, which would otherwise reach a terminal with the message.
      const own = google.map(({ description, url }) => ({ description, url: new URL(url).href }));
      return validationRequired(message, own).with({ ...more, links: own });
    },
  },
  {
    reasons: ["SUBSCRIPTION_REQUIRED"],
    // @see https://github.com/google-gemini/gemini-cli/issues/13135 and /issues/19472 for the words
    words: new RegExp(
      [
        /\(#3501\)|named user|(?:request|not have) an entitlement|(?:subscription|seat) is required/,
        /(?:\bnot|n't|\bno|\black\w*|without|missing|needs?|requires?) (?:[\w' -]{0,60} )?(?:licen[cs]e|seat)s?\b/,
        /licen[cs]e\b[^.]{0,60}? (?:not|required|needed|missing|expired|invalid|revoked|removed|inactive|suspended)\b/,
      ]
        .map(({ source }) => source)
        .join("|"),
      "i",
    ),
    make: ({ message }, more) => licenseRequired(message, more),
  },
  {
    reasons: ["UNSUPPORTED_CLIENT"],
    words: /client is no longer supported/i,
    make: (_refusal, more) => clientUnsupported(more),
  },
  {
    // @see https://github.com/google-gemini/gemini-cli/issues/1614 and /issues/1432 for the words of both services
    reasons: ["UNSUPPORTED_LOCATION", "UNKNOWN_LOCATION"],
    words:
      /(?:user )?(?:location|country|region) is not (?:currently )?supported|not (?:currently )?(?:available|supported) in your (?:location|country|region)|unsupported (?:location|country|region)/i,
    make: ({ message }, more) => regionUnsupported(message, more),
  },
];

/**
 * The error for a refusal of the account or its region, wherever it appears: in an error response, a list of ineligible
 * plans, the result of account set-up, or an event of a stream. Undefined for every other failure.
 */
export function accountRefusal(refusal: GoogleRefusal, more: Partial<GeminiErrorFields>): GeminiError | undefined {
  const rule =
    RULES.find(({ reasons }) => refusal.reason !== undefined && reasons.includes(refusal.reason)) ??
    RULES.find(({ words }) => words?.test(refusal.message.replace(/\s+/g, " ")));
  return rule?.make(refusal, { googleMessage: safeText(refusal.message) || undefined, ...more });
}

/** Hosts whose pages a message may send the user to. */
const GOOGLE_HOSTS = /^(?:[a-z0-9-]+\.)*(?:google\.com|google\.dev|goo\.gle|withgoogle\.com)$/;

/** Whether an https URL leads to Google: a link in a response could otherwise send the user anywhere. */
function isGoogleLink(address: string): boolean {
  try {
    const url = new URL(address);
    return url.protocol === "https:" && GOOGLE_HOSTS.test(url.hostname) && url.username === "";
  } catch {
    return false;
  }
}
