import type { AccountOptions, IneligibleTier } from "./account-options.ts";
import { type Tier, tiers } from "./tiers.ts";

const validation: IneligibleTier = {
  reasonCode: "VALIDATION_REQUIRED",
  reasonMessage: "Verify your account to continue.",
  tierId: tiers.free.id,
  tierName: tiers.free.name,
  validationUrl: "https://accounts.google.com/signin/continue?fake=1",
  validationUrlLinkText: "Verify your account",
  validationLearnMoreUrl: "https://support.google.com/accounts?p=al_alert",
};

/** The account of an emulator: its plan and its project, which onboarding may set. */
export class Account {
  readonly email: string;
  readonly validationRequired: boolean;
  /** Whether Google may use the prompts of the free tier: a setting of the account that clients can change. */
  dataCollectionAllowed = true;
  /** Whether Google disabled the account. */
  disabled = false;
  readonly #options: AccountOptions;
  #tier: Tier | undefined;
  #project: string | undefined;

  constructor(options: AccountOptions = {}) {
    this.#options = options;
    this.email = options.email ?? "fake.user@example.com";
    this.validationRequired = options.validationRequired ?? false;
    const tier = options.tier ?? "standard";
    if (tier !== "none-yet") this.join(tiers[tier], this.assignableProject);
  }

  /** The plan, if there is one yet. */
  get tier(): Tier | undefined {
    return this.validationRequired ? undefined : this.#tier;
  }

  /** Whether the account has a licence for its plan. */
  get licensed(): boolean {
    return this.#options.licensed ?? true;
  }

  /** The project in use, if there is one yet. */
  get project(): string | undefined {
    return this.#project;
  }

  /** The project that Code Assist assigns if the client names none. */
  get assignableProject(): string | undefined {
    return this.#options.project === null ? undefined : (this.#options.project ?? "fake-project-001");
  }

  /** A paid plan besides the tier. */
  get paidTier(): AccountOptions["paidTier"] {
    return this.#options.paidTier;
  }

  /** The plans that the account can choose. Without a plan yet, one is marked as the default. */
  get allowedTiers(): readonly Tier[] {
    if (this.#tier) return [this.#tier];
    if (this.validationRequired) return [];
    const { onboarding, ineligibleTiers = [] } = this.#options;
    if (onboarding === undefined && ineligibleTiers.length > 0) return [];
    return [{ ...tiers[onboarding?.tier ?? "free"], isDefault: true }];
  }

  /** The plans that the account may not use, with the reasons. */
  get ineligibleTiers(): readonly IneligibleTier[] {
    return [...(this.validationRequired ? [validation] : []), ...(this.#options.ineligibleTiers ?? [])];
  }

  /** Sets the plan. */
  join(tier: Tier, project: string | undefined): void {
    this.#tier = tier;
    this.#project = project;
  }

  /** Whether the account may use a Cloud project on Code Assist. */
  mayUseOnCodeAssist(project: string): boolean {
    if (project === this.#project) return true;
    return this.#options.projects?.includes(project) ?? project.includes("fake");
  }

  /** Whether the account may use a Cloud project on Vertex AI. */
  mayUseOnVertex(project: string): boolean {
    return project === this.#project || (this.#options.projects?.includes(project) ?? true);
  }
}
