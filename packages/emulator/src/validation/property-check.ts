/** Checks one property of an object that a caller passed. Returns what the value must be, or `undefined` if it is valid. */
export type PropertyCheck = (value: unknown) => string | undefined;

export const flag: PropertyCheck = (value) => (typeof value === "boolean" ? undefined : "true or false");

export const text: PropertyCheck = (value) => (typeof value === "string" ? undefined : "a string");

export const count: PropertyCheck = (value) => (isCount(value) ? undefined : "a whole number from 0");

/** A timer of Node fires at once after a longer time. */
const LONGEST_MS = 2 ** 31 - 1;

export const milliseconds: PropertyCheck = (value) =>
  typeof value === "number" && value >= 0 && value <= LONGEST_MS ? undefined : `milliseconds, from 0 to ${LONGEST_MS}`;

export const anObject: PropertyCheck = (value) => (isObject(value) ? undefined : "an object");

export const anArray: PropertyCheck = (value) => (Array.isArray(value) ? undefined : "an array");

export const aFunction: PropertyCheck = (value) => (typeof value === "function" ? undefined : "a function");

/** The name of a model as in `calls`: with `models/` before it, it would never match. */
export const modelName: PropertyCheck = (value) =>
  typeof value === "string" && value !== "" && !value.includes("/")
    ? undefined
    : "a string: a name without models/, such as gemini-3.8-flash";

/** One of some strings. */
export function oneOf(...names: readonly string[]): PropertyCheck {
  return (value) => (names.includes(value as string) ? undefined : `one of ${names.join(", ")}`);
}

/** Whether a value is a whole number from 0. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Whether a value is an object and not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
