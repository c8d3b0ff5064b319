import type { GoogleError } from "../../reply/google-error.ts";
import { requestLimitBytes } from "../../request-limit.ts";
import {
  clientUnsupported,
  license,
  permission,
  region,
  securityPolicy,
  terms,
  unauthenticated,
  validation,
} from "./account-errors.ts";

import { type ErrorContext, hostOf } from "./context.ts";
import type { ApiErrorName } from "./error-names.ts";
import { capacity, credits, notInPlan, perDay, perMinute, quotaExhausted, rateLimited } from "./quota-errors.ts";
import { badArgument, internal, modelNotFound, overloaded, tooLarge } from "./service-errors.ts";

const builders: Readonly<Record<ApiErrorName, (context: ErrorContext) => GoogleError>> = {
  "per-minute": perMinute,
  "per-day": perDay,
  "rate-limited": rateLimited,
  "quota-exhausted": quotaExhausted,
  credits,
  capacity,
  "not-in-plan": notInPlan,
  license,
  "client-unsupported": clientUnsupported,
  validation,
  terms: ({ service }) => terms(hostOf(service)),
  region,
  permission,
  "security-policy": securityPolicy,
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
