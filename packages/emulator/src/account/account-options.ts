/** Why an account may not use a plan, as `loadCodeAssist` reports it. */
export interface IneligibleTier {
  /** Such as `"INELIGIBLE_ACCOUNT"`, `"UNSUPPORTED_LOCATION"`, `"VALIDATION_REQUIRED"`. */
  readonly reasonCode: string;
  /** The reason for people. */
  readonly reasonMessage: string;
  /** The plan, such as `"free-tier"`. */
  readonly tierId?: string;
  /** The plan's name for people. */
  readonly tierName?: string;
  /** Where the owner can confirm the account; goes with `"VALIDATION_REQUIRED"`. */
  readonly validationUrl?: string;
  /** What the link to `validationUrl` says. */
  readonly validationUrlLinkText?: string;
  /** A page about the validation. */
  readonly validationLearnMoreUrl?: string;
}

/** How an account without a plan is set up by `onboardUser`. */
export interface OnboardingOptions {
  /** The tier that `loadCodeAssist` offers as the default one. `"free"` unless told. */
  readonly tier?: "free" | "standard" | "legacy";
  /** How often the operation must be polled until it is done: 0 is done at once, `Infinity` never. 1 unless told. */
  readonly polls?: number;
  /** The name of the operation. `"operations/fake-onboarding-1"` unless told; `null` leaves it out. */
  readonly operationName?: string | null;
  /** Ends the operation with this error instead of a project. */
  readonly error?: { readonly code: number; readonly message: string };
}

/** The Google account behind every login of one emulator, as Code Assist sees it. */
export interface AccountOptions {
  /** The plan. `"none-yet"` must be onboarded before content is generated. `"standard"` unless told. */
  readonly tier?: "standard" | "free" | "none-yet";
  /** A paid plan beside the tier. None unless told. */
  readonly paidTier?: { readonly id: string; readonly name: string };
  /**
   * The Cloud project that Code Assist assigned: `"fake-project-001"` unless told. With `null`, `loadCodeAssist` names none
   * and the caller has to bring its own.
   */
  readonly project?: string | null;
  /**
   * Other Cloud projects that the account may use. Unless told: on Code Assist every project whose id contains `fake`, on
   * Vertex AI every project.
   */
  readonly projects?: readonly string[];
  /** Applies to `"none-yet"` only. */
  readonly onboarding?: OnboardingOptions;
  /** Plans that are out of reach. With tier `"none-yet"` and no `onboarding`, no plan is offered then. None unless told. */
  readonly ineligibleTiers?: readonly IneligibleTier[];
  /** Whether the account has a licence: without one content calls answer 403, number 3501, whatever its tier. True unless told. */
  readonly licensed?: boolean;
  /** Whether the owner must first confirm the account: `loadCodeAssist` says so and content calls answer 403. False unless told. */
  readonly validationRequired?: boolean;
  /** The address that userinfo and tokeninfo give. `"fake.user@example.com"` unless told. */
  readonly email?: string;
}
