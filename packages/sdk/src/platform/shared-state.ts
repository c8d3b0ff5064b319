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
    let owners = states.get(platform);
    if (!owners) {
      owners = new WeakMap();
      states.set(platform, owners);
    }
    const known = owners.get(owner ?? platform);
    if (known) return known.state;
    const state = create(platform);
    owners.set(owner ?? platform, { state });
    return state;
  };
}
