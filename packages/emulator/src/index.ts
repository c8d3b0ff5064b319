export type { AccountOptions, IneligibleTier, OnboardingOptions } from "./account/account-options.ts";
export type { EmulatedService } from "./backend.ts";
export type { EmulatorCall } from "./call.ts";
export { createEmulator } from "./create-emulator.ts";
export type { Emulator, Login, LoginOptions } from "./emulator.ts";
export type { Intercept } from "./intercept.ts";
export type { EmulatorOptions } from "./options.ts";
