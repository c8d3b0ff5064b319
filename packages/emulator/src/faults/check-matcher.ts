const requestMembers = ["method", "path", "operation", "backend", "model"];
const services = ["oauth", "code-assist", "gemini-api", "vertex"];

/**
 * Checks a matcher that came from outside.
 *
 * @param counts Whether it may count calls, as a rule's may.
 * @throws Error that names the member at fault.
 */
export function checkMatcher(matcher: object, counts: boolean): void {
  if (typeof matcher !== "object" || matcher === null) throw new Error("A matcher must be an object.");
  const { call, times, backend, path, ...others } = matcher as Readonly<Record<string, unknown>>;
  const allowed = counts ? [...requestMembers, "call", "times"] : requestMembers;
  const unknown = Object.keys(matcher).find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    throw new Error(`A matcher${counts ? "" : " of next()"} has no member "${unknown}"; it has ${allowed.join(", ")}.`);
  }
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined && typeof value !== "string") throw new Error(`"${name}" of a matcher must be a string.`);
  }
  if (backend !== undefined && !services.includes(backend as string)) {
    throw new Error(`"backend" of a matcher must be one of ${services.join(", ")}.`);
  }
  if (path !== undefined && typeof path !== "string" && !(path instanceof RegExp)) {
    throw new Error('"path" of a matcher must be a string or a regular expression.');
  }
  if (times !== undefined && !isCount(times)) throw new Error('"times" of a matcher must be a whole number from 1.');
  if (
    call !== undefined &&
    typeof call !== "function" &&
    !isCount(call) &&
    !isCount((call as { every?: unknown })?.every)
  ) {
    throw new Error('"call" of a matcher must be a whole number from 1, { every: such a number }, or a function.');
  }
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1;
}
