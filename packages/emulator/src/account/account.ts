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

/** The one account of an emulator: its plan, its project, and what onboarding makes of it. */
export class Account {
  readonly email: string;
  readonly validationRequired: boolean;
  /** Whether the owner lets Google use the free tier's prompts; a setting of the account that the client may change. */
  dataCollectionAllowed = true;
  /** Whether Google shut the account out. */
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

  /** The plan, once there is one. */
  get tier(): Tier | undefined {
    return this.validationRequired ? undefined : this.#tier;
  }

  /** Whether the account has a licence for its plan. */
  get licensed(): boolean {
    return this.#options.licensed ?? true;
  }

  /** The project in use, once there is one. */
  get project(): string | undefined {
    return this.#project;
  }

  /** The project that Code Assist assigns to an account which brings none. */
  get assignableProject(): string | undefined {
    return this.#options.project === null ? undefined : (this.#options.project ?? "fake-project-001");
  }

  /** Another plan that is paid for. */
  get paidTier(): AccountOptions["paidTier"] {
    return this.#options.paidTier;
  }

  /** The plans that may be chosen; the default one is marked while there is no plan yet. */
  get allowedTiers(): readonly Tier[] {
    if (this.#tier) return [this.#tier];
    if (this.validationRequired) return [];
    const { onboarding, ineligibleTiers = [] } = this.#options;
    if (onboarding === undefined && ineligibleTiers.length > 0) return [];
    return [{ ...tiers[onboarding?.tier ?? "free"], isDefault: true }];
  }

  /** The plans that are out of reach, with the reasons. */
  get ineligibleTiers(): readonly IneligibleTier[] {
    return [...(this.validationRequired ? [validation] : []), ...(this.#options.ineligibleTiers ?? [])];
  }

  /** Takes up a plan. */
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
