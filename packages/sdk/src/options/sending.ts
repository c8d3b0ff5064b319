import type { BackendName } from "../wire/backend-name.ts";

/** How an option is merged and sent. */
export interface Sending<Value, Name> {
  /** The part of the request that holds the option. Left out if `request/build-request.ts` has code for it, or if it is not sent. */
  readonly sentIn?: "request" | "generationConfig";
  /** Its name there, if it differs. */
  readonly sentAs?: string;
  /** Its value there, if it differs. */
  encode?(value: NonNullable<Value>): unknown;
  /** The value to send if the option is undefined; null sends nothing. */
  readonly default?: (model: string) => NonNullable<Value> | null;
  /** "members": a higher layer's members are added to those of the layers below. By default, the highest layer wins. */
  readonly merged?: "members";
  /**
   * The backends that support the option; on the others, a call fails with `unsupported` before anything is sent. By
   * default, all.
   */
  readonly onlyOn?: readonly BackendName[];
  /** An option of the layers below that this one replaces. */
  readonly replaces?: Name;
}
