import { checkAccount } from "../account/check-account.ts";
import type { LoginOptions } from "../emulator.ts";
import type { EmulatorOptions } from "../options.ts";
import { checkQuotas } from "../quota/check-quotas.ts";
import { checkProperties, type PropertyChecks } from "./check-properties.ts";
import {
  aFunction,
  anObject,
  count,
  flag,
  isCount,
  milliseconds,
  modelName,
  oneOf,
  type PropertyCheck,
} from "./property-check.ts";
import { hintsFrom } from "./unknown-name.ts";

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

const optionHints = hintsFrom([
  ["delay delayMs latency latencyMs", 'the fault { delayMs }, or "paceMs"'],
  ["port", "listen(port)"],
  ["clock date time", '"now"'],
  ["strict onUnhandledRequest unhandled unmatched", 'unscripted: "refuse"'],
  ["answers faults handlers replies responses rules script", "the methods next() and on()"],
]);

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
  checkProperties("createEmulator()", options, optionChecks, undefined, optionHints);
  const { account, quotas, intercept } = options;
  if (account) checkAccount(account);
  if (quotas) checkQuotas(quotas);
  if (intercept) checkProperties("The option intercept", intercept, interceptChecks);
}

const loginChecks: PropertyChecks<LoginOptions> = {
  expiresInMs: (value) => (Number.isFinite(value) ? undefined : "milliseconds; 0 or less has already expired"),
};

/** Checks the options of a login. @throws Error that names the invalid option, and what is allowed. */
export function checkLogin(options: LoginOptions): void {
  checkProperties("login()", options, loginChecks, "{ expiresInMs: 60_000 }");
}

/** Checks a port. `node:net` takes other values too, with which it listens on all interfaces. @throws Error that says what is allowed. */
export function checkPort(port: number): void {
  if (!isCount(port) || port > 65_535) throw new Error("listen() takes a port from 0 to 65535; 0 chooses a free one.");
}
