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

/** Gives a class the name of its public type, which test runners and debuggers print, and makes Vue leave its objects alone. */
export function nameClass(target: { readonly prototype: object }, value: string): void {
  Object.defineProperty(target, "name", { value });
  // A Proxy has no `#private` members. Vue's `reactive` and `ref` make none of objects with this flag, as after `markRaw()`.
  Object.defineProperty(target.prototype, "__v_skip", { value: true });
}

/** Sets an own enumerable property in place of the prototype's getter, so that comparisons and copies have it. */
export function setOwn(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true });
}

/** Lets code that copies own properties one by one, by assignment, replace these getters of a prototype in the same way. */
export function makeAssignable(prototype: object, names: readonly string[]): void {
  for (const name of names) {
    Object.defineProperty(prototype, name, {
      ...Object.getOwnPropertyDescriptor(prototype, name),
      set(this: object, value: unknown) {
        setOwn(this, name, value);
      },
    });
  }
}

/** Prints `Name { members }`, nested as deep as the caller's options allow. */
export function printed(name: string, members: object, [depth, options, inspect]: Inspection): unknown {
  if (typeof depth === "number" && depth < 0) return `[${name}]`;
  if (typeof inspect !== "function") return members;
  return `${name} ${inspect(members, { ...options, depth })}`;
}

/** The members that have a value: a printed object should not list what is not there. */
export function knownMembers(members: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** A copy through JSON, with BigInts, for which JSON has no form, as strings of their digits. */
export function withoutBigInts(value: unknown): unknown {
  const json = JSON.stringify(value, (_name, one: unknown) => (typeof one === "bigint" ? String(one) : one));
  return json === undefined ? undefined : JSON.parse(json);
}
