/**
 * Whether something has to be awaited. Not `instanceof Promise`: libraries such as zone.js replace the global `Promise`, and
 * promises of async functions are not instances of the replacement.
 */
export function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
