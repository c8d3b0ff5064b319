/** Names the method with which Node, Bun and Deno print an object in place of its fields. */
export const inspectSymbol: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** The arguments of that method. */
export type Inspection = readonly [
  depth?: number | null,
  options?: object,
  inspect?: (value: unknown, options?: object) => string,
];

/**
 * The public members of a class, as a type that any object with the same members fits. A class with `#private` fields
 * accepts nothing but its own instances, so a test could not pass an object of its own.
 */
export type PublicMembers<Class> = Omit<Class, "toJSON" | typeof inspectSymbol>;

/** Gives a class the name of its public type, which test runners and debuggers print. */
export function nameClass(target: object, value: string): void {
  Object.defineProperty(target, "name", { value });
}

/** Prints `Name { members }`, nested as deep as the caller's options allow. */
export function printed(name: string, members: object, [depth, options, inspect]: Inspection): unknown {
  if (typeof depth === "number" && depth < 0) return `[${name}]`;
  if (typeof inspect !== "function") return members;
  return `${name} ${inspect(members, { ...options, depth })}`;
}

/** The members that have a value: a printed object should not list what is not there. */
export function knownMembers(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
