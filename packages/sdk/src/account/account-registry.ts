import { CallScope } from "../transport/call-scope.ts";
import { NO_TIMEOUTS } from "../transport/timeouts.ts";
import type { CodeAssistCaller } from "./call-code-assist.ts";
import { type Account, setUpAccount } from "./set-up-account.ts";

/** Onboarding takes seconds; a server that never finishes it must not hold everyone. */
const SET_UP_DEADLINE_MS = 60_000;

/** What is known of the accounts behind one sign-in: asked once, shared by all who wait, failures forgotten. */
export class AccountRegistry {
  readonly #accounts = new Map<string, Promise<Account>>();

  /** The account at this endpoint with this configured project. `generation` changes when the login does. */
  get(caller: CodeAssistCaller, project: string | undefined, generation: number, scope: CallScope): Promise<Account> {
    const key = JSON.stringify([caller.baseUrl, project ?? null, generation]);
    let account = this.#accounts.get(key);
    if (!account) {
      account = inOwnScope(caller, project, scope);
      this.#accounts.set(key, account);
      // Also keeps a failure that everybody stopped waiting for from being reported as unhandled.
      account.catch(() => this.#accounts.delete(key));
    }
    return scope.race(account);
  }

  /** Forgets all: Google refused the project that was found. */
  clear(): void {
    this.#accounts.clear();
  }
}

async function inOwnScope(caller: CodeAssistCaller, project: string | undefined, asker: CallScope): Promise<Account> {
  const scope = new CallScope({ clock: asker.clock, timeouts: NO_TIMEOUTS, onEvent: asker.onEvent });
  scope.start("project", SET_UP_DEADLINE_MS);
  try {
    return await setUpAccount(caller, project, scope);
  } finally {
    scope.close();
  }
}
