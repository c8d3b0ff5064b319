import type { Account } from "./account.ts";
import type { OnboardingOptions } from "./account-options.ts";
import { type Tier, tiers } from "./tiers.ts";

/** A `google.longrunning.Operation` as Code Assist returns it. */
export interface Operation {
  readonly name?: string;
  readonly done?: boolean;
  readonly error?: { readonly code: number; readonly message: string };
  readonly response?: object;
}

interface Running {
  readonly name: string;
  readonly tier: Tier;
  readonly project: string | undefined;
  pollsLeft: number;
}

/** The long-running operation that sets up an account. `start()` replaces a running one. */
export class Onboarding {
  readonly #account: Account;
  readonly #options: OnboardingOptions;
  #running: Running | undefined;

  constructor(account: Account, options: OnboardingOptions = {}) {
    this.#account = account;
    this.#options = options;
  }

  /** Starts to set up the account for a tier. On the free tier, Code Assist assigns the project. */
  start(tierId: string, project: string | undefined): Operation {
    const tier = Object.values(tiers).find((candidate) => candidate.id === tierId) ?? tiers.legacy;
    this.#running = {
      name: this.#options.operationName ?? "operations/fake-onboarding-1",
      tier,
      project: tier === tiers.free ? this.#account.assignableProject : project,
      pollsLeft: this.#options.polls ?? 1,
    };
    return this.#describe(this.#running);
  }

  /** Counts one poll. Returns `undefined` for an unknown name. */
  poll(name: string): Operation | undefined {
    const running = this.#running;
    if (running === undefined || running.name !== name) return undefined;
    running.pollsLeft -= 1;
    return this.#describe(running);
  }

  #describe(running: Running): Operation {
    const named = this.#options.operationName === null ? {} : { name: running.name };
    if (running.pollsLeft > 0) return named;
    if (this.#options.error) return { ...named, done: true, error: this.#options.error };
    this.#account.join(running.tier, running.project);
    const project = running.project;
    return {
      ...named,
      done: true,
      response: {
        "@type": "type.googleapis.com/google.internal.cloud.code.v1internal.OnboardUserResponse",
        ...(project === undefined ? {} : { cloudaicompanionProject: { id: project, name: project } }),
      },
    };
  }
}
