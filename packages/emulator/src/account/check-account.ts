import { checkMembers, type MemberChecks } from "../validation/check-members.ts";
import { flag, isObject, type MemberCheck, oneOf, text } from "../validation/member-check.ts";
import type { AccountOptions, IneligibleTier, OnboardingOptions } from "./account-options.ts";

const orNull =
  (check: MemberCheck): MemberCheck =>
  (value) =>
    value === null ? undefined : check(value);
const anObject: MemberCheck = (value) => (isObject(value) ? undefined : "an object");
const anArray: MemberCheck = (value) => (Array.isArray(value) ? undefined : "an array");

const accountChecks: MemberChecks<AccountOptions> = {
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

const onboardingChecks: MemberChecks<OnboardingOptions> = {
  tier: oneOf("free", "standard", "legacy"),
  polls: (value) => (typeof value === "number" && value >= 0 ? undefined : "a number from 0, or Infinity"),
  operationName: orNull(text),
  error: anObject,
};

const ineligibleChecks: MemberChecks<IneligibleTier> = {
  reasonCode: text,
  reasonMessage: text,
  tierId: text,
  tierName: text,
  validationUrl: text,
  validationUrlLinkText: text,
  validationLearnMoreUrl: text,
};

/** Checks the option `account`. @throws Error that names the member at fault, and what is allowed. */
export function checkAccount(account: AccountOptions): void {
  checkMembers("The option account", account, accountChecks);
  const { onboarding, ineligibleTiers = [] } = account;
  if (onboarding) checkMembers("The option account.onboarding", onboarding, onboardingChecks);
  for (const tier of ineligibleTiers) checkMembers("A member of account.ineligibleTiers", tier, ineligibleChecks);
}
