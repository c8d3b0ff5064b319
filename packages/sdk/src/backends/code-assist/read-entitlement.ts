import type { LoadCodeAssistReply } from "../../wire/code-assist.ts";

/** The plans of an account, according to Google. */
export interface Entitlement {
  /** The current plan's id; undefined if the account has none yet. */
  readonly tier: string | undefined;
  /** The plan to sign up for. */
  readonly offeredTier: string | undefined;
  readonly project: string | undefined;
  readonly refusals: readonly Refusal[];
}

/** Google's reason why a plan is not available. */
export interface Refusal {
  readonly reasonCode: string | undefined;
  readonly message: string;
  readonly validationUrl: string | undefined;
}

/** Reads and checks the members that are used: a response from the network can have any shape. */
export function readEntitlement(reply: LoadCodeAssistReply): Entitlement {
  const { currentTier, paidTier } = reply;
  const offered = recordsIn(reply.allowedTiers).find((tier) => tier.isDefault === true);
  return {
    tier: currentTier ? (textOf(paidTier?.id) ?? textOf(currentTier.id) ?? "standard-tier") : undefined,
    offeredTier: textOf(offered?.id),
    project: projectIdOf(reply.cloudaicompanionProject),
    refusals: recordsIn(reply.ineligibleTiers).map((tier) => ({
      reasonCode: textOf(tier.reasonCode),
      message: textOf(tier.reasonMessage) ?? textOf(tier.reasonCode) ?? "no reason given",
      validationUrl: textOf(tier.validationUrl),
    })),
  };
}

function recordsIn(list: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === "object" && item !== null) : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The project id: Google sends a string in one response, an object with an `id` in the other. */
export function projectIdOf(value: unknown): string | undefined {
  if (typeof value === "string") return value || undefined;
  if (typeof value !== "object" || value === null || !("id" in value)) return undefined;
  return typeof value.id === "string" && value.id !== "" ? value.id : undefined;
}
