/** What the tests know of one option. */
export interface OptionCase {
  /** What an error says that the option takes. */
  readonly takes: string;
  readonly wrong: readonly WrongValue[];
  /** Empty for options that are no member of the request. */
  readonly sent: readonly SentValue[];
}

interface WrongValue {
  readonly value: unknown;
  /** What an error says that the option got. */
  readonly got: string;
  /** Where within the option, such as `[0].threshold`. */
  readonly within: string;
  /** What an error says that this place takes, if not what the option does. */
  readonly takes?: string;
}

interface SentValue {
  readonly value: unknown;
  /** Its path in the request, such as `generationConfig.topP`. */
  readonly path: string;
  /** What stands there, if not the value itself. */
  readonly stands: unknown;
  /** Sent to this model, if not to the tests' usual one. */
  readonly model?: string;
  /** Sent on this way of `ways.ts`, if not on Vertex AI. */
  readonly way?: string;
}

export function wrongValues(
  ...values: readonly (readonly [value: unknown, got: string, within?: string, takes?: string])[]
): readonly WrongValue[] {
  return values.map(([value, got, within = "", takes]) => ({ value, got, within, ...(takes && { takes }) }));
}

export function sentAt(path: string, value: unknown, more: Partial<SentValue> = {}): SentValue {
  return { value, path, stands: value, ...more };
}
