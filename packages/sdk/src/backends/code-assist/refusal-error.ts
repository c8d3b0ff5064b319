import { ineligibleTier } from "../../errors/account-errors.ts";
import type { GeminiError } from "../../errors/gemini-error.ts";
import { accountRefusal } from "../../refusals/account-refusal.ts";
import type { Refusal } from "./read-entitlement.ts";

/** The error for plans out of reach: that of the first reason with a remedy of its own, else `ineligible_tier` with all. */
export function refusalError(refusals: readonly Refusal[]): GeminiError {
  for (const { reasonCode, message, validationUrl } of refusals) {
    const links = validationUrl === undefined ? [] : [{ description: "", url: validationUrl }];
    const known = accountRefusal({ reason: reasonCode, message, links }, { phase: "project", reason: reasonCode });
    if (known) return known;
  }
  return ineligibleTier(refusals[0]?.reasonCode, refusals.map((refusal) => refusal.message).join(" "));
}
