import { membersRule, type OptionRule } from "../validation/option-rule.ts";

/**
 * Deadlines in milliseconds. `undefined` inherits, `null` means no limit. If one passes, the call fails with `timeout`.
 */
export interface Timeouts {
  /**
   * From opening a socket to the end of the TLS handshake. With `fetch`, connecting is part of `headers`.
   * @default 10000
   */
  connect?: number | null | undefined;
  /**
   * From sending the request to the headers of the response. The default is 20 minutes, because a response that is not
   * streamed arrives all at once, after as much thinking as the model needs. A `fetch` may have a limit of its own; that of
   * Node is 5 minutes.
   * @see https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/guides/gemini-4-argon
   * @default 1200000
   */
  headers?: number | null | undefined;
  /**
   * Between two events of a stream, or two chunks of any other body.
   * @default 120000; up to the first event of a stream, during which the model may think silently, as long as `headers`
   */
  idle?: number | null | undefined;
  /**
   * One model call, from leaving the queue to the last byte: credentials, all attempts and the delays between them. With
   * `tools`, each model call of an exchange has this whole time; functions have a `timeout` of their own.
   * @default 1800000
   */
  total?: number | null | undefined;
}

/** Deadlines with defaults applied; Infinity means no limit. */
export interface ResolvedTimeouts extends Readonly<Record<keyof Timeouts, number>> {
  /** The `idle` of a stream up to its first event. */
  readonly firstEvent: number;
  /**
   * The option that set `total`, to name in errors.
   * @default "timeouts.total"
   */
  readonly totalOption?: string;
}

const DEFAULT_TIMEOUTS_MS = { connect: 10_000, headers: 1_200_000, idle: 120_000, total: 1_800_000 } as const;

/** The rule of the option `timeout`, and of each member of `timeouts`. */
export const deadlineRule: OptionRule = {
  expected: "milliseconds above 0, or null for no limit",
  accepts: (value) => value === null || (typeof value === "number" && value > 0),
};

/** The rule of the option `timeouts`. */
export const timeoutsRule: OptionRule = membersRule(
  "an object with `connect`, `headers`, `idle` and `total`, each milliseconds above 0 or null",
  { connect: deadlineRule, headers: deadlineRule, idle: deadlineRule, total: deadlineRule },
);

/** The deadlines of one layer of options: `timeout` is short for `timeouts.total`. */
export interface TimeoutChoice {
  readonly timeouts?: Timeouts | null | undefined;
  readonly timeout?: number | null | undefined;
}

/** Merges deadlines of layers, lowest first. A layer that is null removes all deadlines. */
export function resolveTimeouts(...choices: readonly TimeoutChoice[]): ResolvedTimeouts {
  const layers = choices.flatMap(({ timeouts, timeout }) => [timeouts, { total: timeout }]);
  const given = (name: keyof Timeouts): number | undefined => {
    const values = layers.map((layer) => (layer === null ? null : layer?.[name]));
    const value = values.findLast((deadline) => deadline !== undefined);
    return value === null ? Number.POSITIVE_INFINITY : value;
  };
  const pick = (name: keyof Timeouts): number => given(name) ?? DEFAULT_TIMEOUTS_MS[name];
  const headers = pick("headers");
  const firstEvent = given("idle") ?? Math.max(headers, DEFAULT_TIMEOUTS_MS.idle);
  const setter = choices.findLast(({ timeouts, timeout }) => timeout !== undefined || timeouts?.total !== undefined);
  const totalOption = setter?.timeout === undefined ? {} : { totalOption: "timeout" };
  return { connect: pick("connect"), headers, idle: pick("idle"), total: pick("total"), firstEvent, ...totalOption };
}

/** For shared work, which has its own deadline. */
export const NO_TIMEOUTS: ResolvedTimeouts = resolveTimeouts({ timeouts: null });
