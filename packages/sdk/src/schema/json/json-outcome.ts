/** Why a text has no JSON value. Positions count UTF-16 code units from the start of the text. */
export type JsonFailure =
  | {
      /** `"truncated"`: it ends within a value. `"none"`: there is no JSON in it. */
      readonly kind: "truncated" | "none";
    }
  | {
      /**
       * `"invalid"`: it is not JSON from `position` on. `"too-deep"`: it nests too many levels there. `"followed"`: the
       * value is whole, and more JSON follows there.
       */
      readonly kind: "invalid" | "too-deep" | "followed";
      readonly position: number;
    };

/** The JSON value of a text, or why there is none. */
export type JsonOutcome = { readonly kind: "complete"; readonly value: unknown } | JsonFailure;

/** The first character of an object or array. */
export type Opening = "{" | "[";
