/** A check of one member of what came from outside: undefined where it is fine, else what it must be. */
export type MemberCheck = (value: unknown) => string | undefined;

/** True or false. */
export const flag: MemberCheck = (value) => (typeof value === "boolean" ? undefined : "true or false");

/** Any string. */
export const text: MemberCheck = (value) => (typeof value === "string" ? undefined : "a string");

/** A whole number from 0. */
export const count: MemberCheck = (value) => (isCount(value) ? undefined : "a whole number from 0");

/** A time that is not negative and ends. */
export const milliseconds: MemberCheck = (value) =>
  typeof value === "number" && value >= 0 && Number.isFinite(value) ? undefined : "milliseconds, from 0";

/** One of some words. */
export function oneOf(...names: readonly string[]): MemberCheck {
  return (value) => (names.includes(value as string) ? undefined : `one of ${names.join(", ")}`);
}

/** Whether a value is a whole number from 0. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Whether a value is an object that is no array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
