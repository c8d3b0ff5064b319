import type { Platform } from "./platform.ts";

/**
 * Defines state that clients share. This is the only place that keeps state outside of objects that the caller holds.
 *
 * State belongs to a platform, of which a process has one, and a test as many as it makes: so tests share nothing. Where an
 * owner is given, such as a token cache or a backend, each owner has a state of its own. Both are held weakly.
 *
 * ```ts
 * const disabledLogins = sharedState(() => new Map<string, Refusal>());
 * disabledLogins(platform).set(key, refusal);
 * ```
 */
export function sharedState<State>(
  create: (platform: Platform) => State,
): (platform: Platform, owner?: object | null) => State {
  const states = new WeakMap<Platform, WeakMap<object, { readonly state: State }>>();
  return (platform, owner) => {
    const owners = states.get(platform) ?? new WeakMap<object, { readonly state: State }>();
    states.set(platform, owners);
    const entry = owners.get(owner ?? platform) ?? { state: create(platform) };
    owners.set(owner ?? platform, entry);
    return entry.state;
  };
}
