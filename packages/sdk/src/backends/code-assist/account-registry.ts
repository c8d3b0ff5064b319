import type { CallScope } from "../../scope/call-scope.ts";
import { SharedWork } from "../../scope/shared-work.ts";
import type { CodeAssistCaller } from "./call-code-assist.ts";
import { type Account, setUpAccount } from "./set-up-account.ts";

/** Onboarding takes seconds; a server that never finishes it must not block calls forever. */
const SET_UP_DEADLINE_MS = 60_000;

/** The accounts of one sign-in. Each is set up once and shared by all calls that need it. */
export class AccountRegistry {
  readonly #setUps = new Map<string, SharedWork<Account>>();

  /** The account at this endpoint with this configured project. `generation` changes when another account signs in. */
  get(caller: CodeAssistCaller, project: string | undefined, generation: number, scope: CallScope): Promise<Account> {
    const key = JSON.stringify([caller.baseUrl, project ?? null, generation]);
    const setUp = this.#setUps.get(key) ?? newSetUp();
    this.#setUps.set(key, setUp);
    return setUp.join(scope, (own) => setUpAccount(caller, project, own));
  }

  /** Drops an account that Google refused. Keeps those of other projects, and one that was set up in the meantime. */
  drop(account: Account): void {
    for (const setUp of this.#setUps.values()) {
      if (setUp.kept === account) setUp.forget();
    }
  }
}

function newSetUp(): SharedWork<Account> {
  const deadline = { phase: "project", limitMs: SET_UP_DEADLINE_MS } as const;
  return new SharedWork({ deadline, unattended: "stop", keepsResult: true });
}
