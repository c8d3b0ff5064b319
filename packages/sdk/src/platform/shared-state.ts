import type { Platform } from "./platform.ts";

/**
 * Defines state that clients share. No other code keeps state outside of the caller's objects.
 *
 * State belongs to a platform. A process has one platform, and each test creates its own, so tests share no state. If
 * an owner is passed, such as a token cache or a backend, each owner has its own state. Platforms and owners are held
 * weakly.
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
