import { aborted } from "../../errors/connection-errors.ts";
import { isGeminiError } from "../../errors/gemini-error.ts";
import { CallScope } from "../../scope/call-scope.ts";
import { NO_TIMEOUTS } from "../../scope/timeouts.ts";
import type { CodeAssistCaller } from "./call-code-assist.ts";
import { type Account, setUpAccount } from "./set-up-account.ts";

/** Onboarding takes seconds; a server that never finishes it must not hold everyone. */
const SET_UP_DEADLINE_MS = 60_000;

/** A look-up that is under way or done. */
interface LookUp {
  readonly account: Promise<Account>;
  readonly scope: CallScope;
  waiting: number;
  /** What it found, when it is done. */
  found?: Account;
}

/** What is known of the accounts behind one sign-in: asked once, shared by all who wait, failures forgotten. */
export class AccountRegistry {
  readonly #lookUps = new Map<string, LookUp>();

  /** The account at this endpoint with this configured project. `generation` changes when the login does. */
  async get(
    caller: CodeAssistCaller,
    project: string | undefined,
    generation: number,
    scope: CallScope,
  ): Promise<Account> {
    const key = JSON.stringify([caller.baseUrl, project ?? null, generation]);
    const lookUp = this.#lookUps.get(key) ?? this.#begin(key, caller, project, scope);
    lookUp.waiting += 1;
    try {
      return await scope.race(lookUp.account);
    } finally {
      lookUp.waiting -= 1;
      if (scope.signal.aborted && lookUp.waiting === 0 && !lookUp.found) {
        // The last who waited has left: nobody may join what ends now.
        this.#forget(key, lookUp);
        lookUp.scope.stop(aborted("project"));
      }
    }
  }

  /** Forgets an account that Google refused; those of other projects stay, and so does what was looked up since. */
  drop(account: Account): void {
    for (const [key, lookUp] of this.#lookUps) {
      if (lookUp.found === account) this.#forget(key, lookUp);
    }
  }

  #begin(key: string, caller: CodeAssistCaller, project: string | undefined, asker: CallScope): LookUp {
    const scope = new CallScope({ clock: asker.clock, timeouts: NO_TIMEOUTS, onEvent: asker.onEvent });
    scope.start("project", SET_UP_DEADLINE_MS);
    const account = setUpAccount(caller, project, scope)
      .catch((error: unknown) => {
        // What was sent for all who wait counts in the error of each. A deadline's has its count already.
        throw isGeminiError(error) && !scope.signal.aborted ? error.with({ attempts: scope.attempts }) : error;
      })
      .finally(() => scope.close());
    const lookUp: LookUp = { account, scope, waiting: 0 };
    this.#lookUps.set(key, lookUp);
    account.then(
      (found) => {
        lookUp.found = found;
      },
      // Also keeps a failure that everybody stopped waiting for from being reported as unhandled.
      () => this.#forget(key, lookUp),
    );
    return lookUp;
  }

  #forget(key: string, lookUp: LookUp): void {
    if (this.#lookUps.get(key) === lookUp) this.#lookUps.delete(key);
  }
}
