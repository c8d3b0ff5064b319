/**
 * A value of JSON that has arrived in part: objects may lack members, arrays end early, and strings may be beginnings. Numbers,
 * booleans and null are whole.
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
