import type { GoogleError } from "../../reply/google-error.ts";
import { requestLimitBytes } from "../../request-limit.ts";
import {
  clientUnsupported,
  license,
  namedUser,
  permission,
  region,
  securityPolicy,
  terms,
  unauthenticated,
  validation,
} from "./account-errors.ts";

import { type ErrorContext, hostOf } from "./context.ts";
import type { ApiErrorName } from "./error-names.ts";
import {
  keyAddressBlocked,
  keyApiBlocked,
  keyLeaked,
  keyNotFound,
  keyReferrerBlocked,
  keySuspended,
} from "./key-errors.ts";
import {
  apiDisabled,
  billing,
  blockedByAdmin,
  organizationPolicy,
  projectInvalid,
  quotaProject,
  scope,
  termsNotAccepted,
} from "./project-errors.ts";
import {
  capacity,
  credits,
  notInPlan,
  outOfCapacity,
  perDay,
  perMinute,
  perMinuteWithoutDelay,
  quotaExhausted,
  rateLimited,
  sharedCapacity,
  spendingCap,
  spendingRate,
} from "./quota-errors.ts";
import { badArgument, internal, modelNotFound, overloaded, tooLarge } from "./service-errors.ts";

const builders: Readonly<Record<ApiErrorName, (context: ErrorContext) => GoogleError>> = {
  "per-minute": perMinute,
  "per-minute-without-delay": perMinuteWithoutDelay,
  "per-day": perDay,
  "rate-limited": rateLimited,
  "quota-exhausted": quotaExhausted,
  credits,
  capacity,
  "out-of-capacity": outOfCapacity,
  "shared-capacity": sharedCapacity,
  "spending-cap": spendingCap,
  "spending-rate": spendingRate,
  "not-in-plan": notInPlan,
  license,
  "named-user": namedUser,
  "client-unsupported": clientUnsupported,
  validation,
  terms: ({ service }) => terms(hostOf(service)),
  region,
  permission,
  "security-policy": securityPolicy,
  "organization-policy": organizationPolicy,
  "blocked-by-admin": blockedByAdmin,
  "terms-not-accepted": termsNotAccepted,
  scope,
  billing,
  "api-disabled": apiDisabled,
  "project-invalid": projectInvalid,
  "quota-project": quotaProject,
  "key-suspended": keySuspended,
  "key-not-found": keyNotFound,
  "key-leaked": keyLeaked,
  "key-api-blocked": keyApiBlocked,
  "key-referrer-blocked": keyReferrerBlocked,
  "key-address-blocked": keyAddressBlocked,
  unauthenticated,
  "model-not-found": modelNotFound,
  "invalid-argument": badArgument,
  "too-large": () => tooLarge(requestLimitBytes),
  overloaded,
  internal,
};

/** The error of a name, with the message of the service that is called. */
export function apiError(name: ApiErrorName, context: ErrorContext): GoogleError {
  return builders[name](context);
}
