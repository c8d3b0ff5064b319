/** The errors of the APIs: of quotas, of the account, and of the service or the request. */
export const apiErrorNames = [
  "per-minute",
  "per-minute-without-delay",
  "per-day",
  "rate-limited",
  "quota-exhausted",
  "credits",
  "capacity",
  "out-of-capacity",
  "shared-capacity",
  "spending-cap",
  "spending-rate",
  "not-in-plan",
  "license",
  "client-unsupported",
  "validation",
  "terms",
  "region",
  "named-user",
  "permission",
  "security-policy",
  "organization-policy",
  "blocked-by-admin",
  "terms-not-accepted",
  "scope",
  "billing",
  "api-disabled",
  "project-invalid",
  "quota-project",
  "key-suspended",
  "key-not-found",
  "key-leaked",
  "key-api-blocked",
  "key-referrer-blocked",
  "key-address-blocked",
  "unauthenticated",
  "model-not-found",
  "invalid-argument",
  "too-large",
  "overloaded",
  "internal",
] as const;

/** The errors of the token endpoint, as OAuth and Google name them. */
export const tokenErrorNames = [
  "invalid_grant",
  "invalid_rapt",
  "invalid_client",
  "unauthorized_client",
  "invalid_request",
  "client_secret_missing",
  "rapt_required",
  "deleted_client",
  "disabled_client",
  "org_internal",
  "admin_policy_enforced",
  "access_denied",
  "invalid_scope",
  "unsupported_grant_type",
] as const;

/** An error of an API. */
export type ApiErrorName = (typeof apiErrorNames)[number];

/** An error of the token endpoint. */
export type TokenErrorName = (typeof tokenErrorNames)[number];

/**
 * An error by name. Each service has its own message for it. The names with an underscore are for the token endpoint only.
 */
export type FaultErrorName = ApiErrorName | TokenErrorName;

/** How the body of an error can be written. */
export const errorForms = [
  "object",
  "array",
  "nested",
  "text-only",
  "html",
  "cloudflare",
  "nginx",
  "captive-portal",
  "loose",
] as const;

/**
 * How the body of an error is written: as an `"object"`, or in an `"array"`; `"nested"` is JSON inside its own message, twice;
 * `"text-only"` has no details, and the delay only in the message; `"html"` is the page of Google's front end;
 * `"cloudflare"`, `"nginx"` and `"captive-portal"` are the pages of a gateway or network in its place; `"loose"` has stray
 * commas and no-break spaces.
 */
export type FaultErrorForm = (typeof errorForms)[number];
