import { everythingShown } from "./everything-shown.ts";
import { shown } from "./sightings.ts";

/** An error of one test in a thousand others differs in nothing but its number. */
const KEPT_ERRORS = 1_000;
const KEPT_OF_THE_REST = 100;

const errors: object[] = [];
let made = 0;

/**
 * Keeps every GeminiError from now on, also those that no test ever looks at. They mark themselves as such with
 * `Object.defineProperty`, which tells of each, whichever copy of the package made it.
 */
export function watchErrors(): void {
  const brand = Symbol.for("gemini-ts.error");
  const { defineProperty } = Object;
  Object.defineProperty = <Target>(target: Target, key: PropertyKey, descriptor: PropertyDescriptor): Target => {
    if (key === brand) keep(target as object);
    return defineProperty(target, key, descriptor);
  };
}

function keep(error: object): void {
  made += 1;
  if (made <= KEPT_ERRORS || made % KEPT_OF_THE_REST === 0) errors.push(error);
}

/** Looks at the errors kept, and at no error twice. Not before they are finished: a constructor is still at work. */
export function searchErrors(): void {
  for (const error of errors.splice(0)) shown("an error", everythingShown(error));
  made = 0;
}
