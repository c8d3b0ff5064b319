import { checkProperties, type PropertyChecks } from "../validation/check-properties.ts";
import { isCount, modelName, type PropertyCheck } from "../validation/property-check.ts";
import type { QuotaOptions } from "./quota-options.ts";

const limit: PropertyCheck = (value) =>
  isCount(value) && value > 0
    ? undefined
    : 'a whole number from 1; for a model that is out of reach there is the fault { error: "not-in-plan" }';

const quotaChecks: PropertyChecks<QuotaOptions> = { model: modelName, perMinute: limit, perDay: limit };

/** Checks the option `quotas`. @throws Error that names the invalid property, and what is allowed. */
export function checkQuotas(quotas: readonly QuotaOptions[]): void {
  for (const quota of quotas) {
    checkProperties("A quota", quota, quotaChecks);
    if (quota.perMinute === undefined && quota.perDay === undefined) {
      throw new Error("A quota needs a limit: perMinute, perDay or both.");
    }
  }
}
