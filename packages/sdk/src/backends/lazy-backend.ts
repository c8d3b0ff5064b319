import type { Backend } from "../options/backend.ts";
import type { BackendName } from "../wire/backend-name.ts";
import { type BackendDriver, defineBackend } from "./backend.ts";

/**
 * A backend whose driver is loaded at the first call: a program uses one way to Gemini, and should not wait for the others
 * to be read. Calls share one driver.
 */
export function defineLazyBackend(name: BackendName, load: () => Promise<BackendDriver>): Backend {
  let driver: Promise<BackendDriver> | undefined;
  return defineBackend(name, {
    prepare: async (context, scope) => {
      driver ??= load().catch((error: unknown) => {
        // Such as a process without a free descriptor: the next call looks again. Some runtimes keep what failed themselves.
        driver = undefined;
        throw error;
      });
      return (await scope.race(driver)).prepare(context, scope);
    },
  });
}
