import { checkAccount } from "../account/check-account.ts";
import type { EmulatorOptions } from "../options.ts";
import { checkQuotas } from "../quota/check-quotas.ts";
import { checkProperties, type PropertyChecks } from "./check-properties.ts";
import {
  aFunction,
  anObject,
  count,
  flag,
  milliseconds,
  modelName,
  oneOf,
  type PropertyCheck,
} from "./property-check.ts";

const texts: PropertyCheck = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === "string") ? undefined : "an array of strings";

const optionChecks: PropertyChecks<EmulatorOptions> = {
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
  cors: flag,
  unscripted: oneOf("answer", "refuse"),
  functionCallIds: flag,
  functionResults: oneOf("any", "matching", "with-ids"),
  keepProcessAlive: flag,
  callLimit: (value) => (value === Number.POSITIVE_INFINITY ? undefined : count(value)),
  now: aFunction,
  wait: aFunction,
  intercept: anObject,
};

const interceptChecks: PropertyChecks<NonNullable<EmulatorOptions["intercept"]>> = {
  request: aFunction,
  response: aFunction,
  socket: aFunction,
};

/**
 * Checks the options of an emulator.
 *
 * @throws Error that names the invalid option, and what is allowed.
 */
export function checkOptions(options: EmulatorOptions): void {
  checkProperties("createEmulator()", options, optionChecks);
  const { account, quotas, intercept } = options;
  if (account) checkAccount(account);
  if (quotas) checkQuotas(quotas);
  if (intercept) checkProperties("The option intercept", intercept, interceptChecks);
}
