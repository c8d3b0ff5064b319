/** A plan as `loadCodeAssist` describes it. */
export interface Tier {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Whether the client must name the Cloud project. */
  readonly userDefinedCloudaicompanionProject?: boolean;
  readonly isDefault?: boolean;
}

/** The plans that the official command-line client knows by id. */
export const tiers: Readonly<Record<"free" | "standard" | "legacy", Tier>> = {
  free: {
    id: "free-tier",
    name: "Gemini Code Assist for individuals",
    description: "Gemini Code Assist at no cost",
  },
  standard: {
    id: "standard-tier",
    name: "Gemini Code Assist",
    description: "Unlimited coding assistant with the most powerful Gemini models",
    userDefinedCloudaicompanionProject: true,
  },
  legacy: {
    id: "legacy-tier",
    name: "Gemini Code Assist",
    description: "Gemini Code Assist before plans",
    userDefinedCloudaicompanionProject: true,
  },
};
