/** An access token and how long it serves. */
export interface CachedToken {
  readonly accessToken: string;
  /** Milliseconds since 1970; undefined where nobody said. */
  readonly expiresAt: number | undefined;
}

/** Where renewed tokens are kept between calls. In memory today; the interface is ready for a file. */
export interface TokenCache {
  get(key: string): Promise<CachedToken | undefined>;
  set(key: string, token: CachedToken): Promise<void>;
  delete(key: string): Promise<void>;
}

/** A cache that ends with the process. */
export function createMemoryTokenCache(): TokenCache {
  const tokens = new Map<string, CachedToken>();
  return {
    get: async (key) => tokens.get(key),
    set: async (key, token) => void tokens.set(key, token),
    delete: async (key) => void tokens.delete(key),
  };
}
