/** Why an account may not use a plan, as `loadCodeAssist` reports it. */
export interface IneligibleTier {
  /** Such as `"INELIGIBLE_ACCOUNT"`, `"UNSUPPORTED_LOCATION"`, `"VALIDATION_REQUIRED"`. */
  readonly reasonCode: string;
  /** The reason in words. */
  readonly reasonMessage: string;
  /** The plan, such as `"free-tier"`. */
  readonly tierId?: string;
  /** The display name of the plan. */
  readonly tierName?: string;
  /** Where the owner can verify the account; for `"VALIDATION_REQUIRED"`. */
  readonly validationUrl?: string;
  /** The text of the link to `validationUrl`. */
  readonly validationUrlLinkText?: string;
  /** A page about the validation. */
  readonly validationLearnMoreUrl?: string;
}

/** How `onboardUser` sets up an account without a plan. */
export interface OnboardingOptions {
  /**
   * The tier that `loadCodeAssist` offers as the default.
   *
   * @default "free"
   */
  readonly tier?: "free" | "standard" | "legacy";
  /**
   * How often the operation must be polled until it is done. With 0 it is done at once, with `Infinity` never.
   *
   * @default 1
   */
  readonly polls?: number;
  /**
   * The name of the operation; `null` omits it.
   *
   * @default "operations/fake-onboarding-1"
   */
  readonly operationName?: string | null;
  /** Ends the operation with this error instead of a project. */
  readonly error?: { readonly code: number; readonly message: string };
}

/** The Google account of all logins of one emulator, as Code Assist sees it. */
export interface AccountOptions {
  /**
   * The plan. `"none-yet"` must be onboarded before it can generate content.
   *
   * @default "standard"
   */
  readonly tier?: "standard" | "free" | "none-yet";
  /** A paid plan besides the tier. */
  readonly paidTier?: { readonly id: string; readonly name: string };
  /**
   * The Cloud project that Code Assist assigned. With `null`, `loadCodeAssist` names none, and the client must bring its own.
   *
   * @default "fake-project-001"
   */
  readonly project?: string | null;
  /**
   * Other Cloud projects that the account may use.
   *
   * @default on Code Assist every project whose id contains `fake`, on Vertex AI every project
   */
  readonly projects?: readonly string[];
  /** The set-up of an account of tier `"none-yet"`. */
  readonly onboarding?: OnboardingOptions;
  /**
   * Plans that the account may not use. With tier `"none-yet"` and no `onboarding`, `loadCodeAssist` then offers no plan.
   *
   * @default []
   */
  readonly ineligibleTiers?: readonly IneligibleTier[];
  /**
   * Whether the account has a licence. Without one, requests for content get a 403 (#3501), whatever the tier.
   *
   * @default true
   */
  readonly licensed?: boolean;
  /**
   * Whether the owner must first verify the account: `loadCodeAssist` says so, and requests for content get a 403.
   *
   * @default false
   */
  readonly validationRequired?: boolean;
  /**
   * The address that userinfo and tokeninfo return.
   *
   * @default "fake.user@example.com"
   */
  readonly email?: string;
}
