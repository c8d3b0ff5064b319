/**
 * A JSON value of which a part has arrived: objects may lack members, arrays may end early, and strings may be
 * incomplete. Numbers, booleans and null are complete.
 */
export type DeepPartial<T> = unknown extends T
  ? T
  : T extends string
    ? string
    : T extends readonly (infer Element)[]
      ? readonly DeepPartial<Element>[]
      : T extends object
        ? { readonly [Name in keyof T]?: DeepPartial<T[Name]> }
        : T;
