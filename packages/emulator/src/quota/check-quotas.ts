import { checkMembers, type MemberChecks } from "../validation/check-members.ts";
import { isCount, type MemberCheck } from "../validation/member-check.ts";
import { modelName } from "../validation/model-name.ts";
import type { QuotaOptions } from "./quota-options.ts";

const limit: MemberCheck = (value) =>
  isCount(value) && value > 0
    ? undefined
    : 'a whole number from 1; for a model that is out of reach there is the fault { error: "not-in-plan" }';

const quotaChecks: MemberChecks<QuotaOptions> = { model: modelName, perMinute: limit, perDay: limit };

/** Checks the option `quotas`. @throws Error that names the member at fault, and what is allowed. */
export function checkQuotas(quotas: readonly QuotaOptions[]): void {
  for (const quota of quotas) {
    checkMembers("A quota", quota, quotaChecks);
    if (quota.perMinute === undefined && quota.perDay === undefined) {
      throw new Error("A quota needs a limit: perMinute, perDay or both.");
    }
  }
}
