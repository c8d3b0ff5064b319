/**
 * Deadlines in milliseconds. `undefined` inherits, `null` means no limit. If one passes, the call fails with `timeout`.
 */
export interface Timeouts {
  /**
   * From opening a socket to the end of the TLS handshake. With `fetch` it is part of `headers`.
   *
   * @default 10_000
   */
  connect?: number | null | undefined;
  /**
   * From sending the request to the headers of the response. Long, since a response that is not streamed comes all at
   * once.
   *
   * @default 300_000
   */
  headers?: number | null | undefined;
  /**
   * Between two events of a stream, or two chunks of any other body.
   *
   * @default 120_000
   */
  idle?: number | null | undefined;
  /**
   * The whole call from its turn in the queue to its last byte: sign-in, all attempts and the delays between them.
   *
   * @default 600_000
   */
  total?: number | null | undefined;
}

/** Deadlines with defaults applied; Infinity means no limit. */
export type ResolvedTimeouts = Readonly<Record<keyof Timeouts, number>>;

const DEFAULT_TIMEOUTS_MS: ResolvedTimeouts = { connect: 10_000, headers: 300_000, idle: 120_000, total: 600_000 };

/** The first layer that names a deadline decides it: call, then client, then default. */
export function resolveTimeouts(...layers: readonly (Timeouts | null | undefined)[]): ResolvedTimeouts {
  const pick = (name: keyof Timeouts): number => {
    for (const layer of layers) {
      const value = layer === null ? null : layer?.[name];
      if (value === null) return Number.POSITIVE_INFINITY;
      if (value !== undefined) return value;
    }
    return DEFAULT_TIMEOUTS_MS[name];
  };
  return { connect: pick("connect"), headers: pick("headers"), idle: pick("idle"), total: pick("total") };
}

/** For shared work that has a deadline of its own. */
export const NO_TIMEOUTS: ResolvedTimeouts = resolveTimeouts({ connect: null, headers: null, idle: null, total: null });
