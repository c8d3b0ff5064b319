/** Deadlines in milliseconds. `undefined` inherits, `null` means none. When one passes, the call fails with `timeout`. */
export interface Timeouts {
  /** From opening a socket to the end of the TLS handshake; default 10,000. With `fetch` it is part of `headers`. */
  connect?: number | null | undefined;
  /** From sending to the reply's headers; default 300,000, since an answer that is not streamed comes all at once. */
  headers?: number | null | undefined;
  /** Between two events of a stream, or two pieces of another body; default 120,000. */
  idle?: number | null | undefined;
  /**
   * The whole call from its turn in the queue to its last byte: sign-in, all tries and the waits between them; default
   * 600,000.
   */
  total?: number | null | undefined;
}

/** Deadlines with every choice made; Infinity is none. */
export type ResolvedTimeouts = Readonly<Record<keyof Timeouts, number>>;

const DEFAULT_TIMEOUTS_MS: ResolvedTimeouts = { connect: 10_000, headers: 300_000, idle: 120_000, total: 600_000 };

/** The first list that names a deadline decides it: call, then client, then default. */
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
