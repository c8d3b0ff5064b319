import { checkAccount } from "../account/check-account.ts";
import type { EmulatorOptions } from "../options.ts";
import { checkQuotas } from "../quota/check-quotas.ts";
import { checkMembers, type MemberChecks } from "./check-members.ts";
import { count, flag, isObject, type MemberCheck, milliseconds } from "./member-check.ts";
import { modelName } from "./model-name.ts";

const texts: MemberCheck = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === "string") ? undefined : "an array of strings";
const aFunction: MemberCheck = (value) => (typeof value === "function" ? undefined : "a function");
const anObject: MemberCheck = (value) => (isObject(value) ? undefined : "an object");

const optionChecks: MemberChecks<EmulatorOptions> = {
  account: anObject,
  apiKeys: texts,
  accessTokens: texts,
  clientIds: texts,
  models: (value) =>
    Array.isArray(value) && value.every((name) => modelName(name) === undefined)
      ? undefined
      : "an array of names without models/",
  rotateRefreshTokens: flag,
  quotas: (value) => (Array.isArray(value) ? undefined : "an array, such as [{ perMinute: 5 }]"),
  requestLimitBytes: count,
  paceMs: milliseconds,
  gzip: flag,
  callLimit: (value) => (value === Number.POSITIVE_INFINITY ? undefined : count(value)),
  now: aFunction,
  wait: aFunction,
  intercept: anObject,
};

const interceptChecks: MemberChecks<NonNullable<EmulatorOptions["intercept"]>> = {
  request: aFunction,
  response: aFunction,
  socket: aFunction,
};

/**
 * Checks the options of an emulator.
 *
 * @throws Error that names the one at fault, and what is allowed.
 */
export function checkOptions(options: EmulatorOptions): void {
  checkMembers("createEmulator()", options, optionChecks);
  const { account, quotas, intercept } = options;
  if (account) checkAccount(account);
  if (quotas) checkQuotas(quotas);
  if (intercept) checkMembers("The option intercept", intercept, interceptChecks);
}
