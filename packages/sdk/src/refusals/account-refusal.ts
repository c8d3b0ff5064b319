import {
  clientUnsupported,
  licenseRequired,
  regionUnsupported,
  type SpokenRefusal,
  validationRequired,
} from "../errors/account-errors.ts";
import type { GeminiError, GeminiErrorInit } from "../errors/gemini-error.ts";
import { accountDisabled } from "../errors/sign-in-errors.ts";
import { isGoogleLink } from "./google-link.ts";

/** How one kind of refusal is known, and the error for it. */
interface Rule {
  readonly reasons: readonly string[];
  /** Google sends some refusals without a machine-readable reason, so these few are known by their words as well. */
  readonly words?: RegExp;
  readonly make: (refusal: SpokenRefusal, more: Partial<GeminiErrorInit>) => GeminiError;
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
      // A parsed address has no control characters, which would reach a terminal with the message.
      const own = google.map(({ description, url }) => ({ description, url: new URL(url).href }));
      return validationRequired(message, own).with({ ...more, links: own });
    },
  },
  {
    reasons: ["SUBSCRIPTION_REQUIRED"],
    words: /\(#3501\)|do not have a valid license/i,
    make: (_refusal, more) => licenseRequired(more),
  },
  {
    reasons: ["UNSUPPORTED_CLIENT"],
    words: /client is no longer supported/i,
    make: (_refusal, more) => clientUnsupported(more),
  },
  {
    // @see https://github.com/google-gemini/gemini-cli/issues/1614 and /issues/1432 for the words of both services
    reasons: ["UNSUPPORTED_LOCATION", "UNKNOWN_LOCATION"],
    words: /user location is not supported|not (?:currently )?available in your (?:location|country|region)/i,
    make: ({ message }, more) => regionUnsupported(message, more),
  },
];

/**
 * The error for a refusal of the account or of where it is used, whichever reply it stands in: an error, a list of plans
 * out of reach, the end of an account's set-up, an event of a stream. Undefined for every other failure.
 */
export function accountRefusal(refusal: SpokenRefusal, more: Partial<GeminiErrorInit>): GeminiError | undefined {
  const rule =
    RULES.find(({ reasons }) => refusal.reason !== undefined && reasons.includes(refusal.reason)) ??
    RULES.find(({ words }) => words?.test(refusal.message));
  return rule?.make(refusal, more);
}
