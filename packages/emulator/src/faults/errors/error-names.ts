/** The refusals that a fault can ask for by name, in three groups: of quota, of the account, of the service and the request. */
export const apiErrorNames = [
  "per-minute",
  "per-day",
  "rate-limited",
  "quota-exhausted",
  "credits",
  "capacity",
  "not-in-plan",
  "license",
  "client-unsupported",
  "validation",
  "terms",
  "region",
  "permission",
  "security-policy",
  "unauthenticated",
  "model-not-found",
  "invalid-argument",
  "too-large",
  "overloaded",
  "internal",
] as const;

/** The refusals of the token endpoint, as OAuth and Google name them. */
export const tokenErrorNames = [
  "invalid_grant",
  "invalid_rapt",
  "invalid_client",
  "unauthorized_client",
  "invalid_request",
] as const;

/** A refusal of an API. */
export type ApiErrorName = (typeof apiErrorNames)[number];

/** A refusal of the token endpoint. */
export type TokenErrorName = (typeof tokenErrorNames)[number];

/**
 * A refusal by name. The service that is asked says it in its own words; the names with an underscore are those of the token
 * endpoint, and are refused elsewhere.
 */
export type FaultErrorName = ApiErrorName | TokenErrorName;

/** How the body of a refusal is written. */
export const errorForms = ["object", "array", "nested", "text-only", "html", "loose"] as const;

/**
 * How the body of a refusal is written: `"object"`, or in an `"array"`; `"nested"` has it as JSON inside its own message,
 * twice; `"text-only"` has no details, and the delay in the words alone; `"html"` is the page of Google's front end; `"loose"`
 * has stray commas and no-break spaces.
 */
export type FaultErrorForm = (typeof errorForms)[number];
