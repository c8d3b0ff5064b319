import { checkProperties, type PropertyChecks } from "../validation/check-properties.ts";
import { anArray, anObject, flag, oneOf, type PropertyCheck, text } from "../validation/property-check.ts";
import type { AccountOptions, IneligibleTier, OnboardingOptions } from "./account-options.ts";

const orNull =
  (check: PropertyCheck): PropertyCheck =>
  (value) =>
    value === null ? undefined : check(value);

const accountChecks: PropertyChecks<AccountOptions> = {
  tier: oneOf("standard", "free", "none-yet"),
  paidTier: anObject,
  project: orNull(text),
  projects: anArray,
  onboarding: anObject,
  ineligibleTiers: anArray,
  licensed: flag,
  validationRequired: flag,
  email: text,
};

const onboardingChecks: PropertyChecks<OnboardingOptions> = {
  tier: oneOf("free", "standard", "legacy"),
  polls: (value) => (typeof value === "number" && value >= 0 ? undefined : "a number from 0, or Infinity"),
  operationName: orNull(text),
  error: anObject,
};

const ineligibleChecks: PropertyChecks<IneligibleTier> = {
  reasonCode: text,
  reasonMessage: text,
  tierId: text,
  tierName: text,
  validationUrl: text,
  validationUrlLinkText: text,
  validationLearnMoreUrl: text,
};

/** Checks the option `account`. @throws Error that names the invalid property, and what is allowed. */
export function checkAccount(account: AccountOptions): void {
  checkProperties("The option account", account, accountChecks);
  const { onboarding, ineligibleTiers = [] } = account;
  if (onboarding) checkProperties("The option account.onboarding", onboarding, onboardingChecks);
  for (const tier of ineligibleTiers) checkProperties("An item of account.ineligibleTiers", tier, ineligibleChecks);
}
