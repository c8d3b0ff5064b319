/**
 * Which quota refused a request: that of a minute or of a day, used-up credits, or a model that the account's plan does not
 * have at all.
 */
export type QuotaKind = "per-minute" | "per-day" | "credits" | "not-in-plan";
