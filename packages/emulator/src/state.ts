import { Account } from "./account/account.ts";
import { Onboarding } from "./account/onboarding.ts";
import type { FunctionResultChecks } from "./checks/function-results.ts";
import { checkedClock } from "./clock.ts";
import { FaultRules } from "./faults/fault-rules.ts";
import { Continuations } from "./long-decode/continuations.ts";
import { type Catalogue, createCatalogue } from "./models/catalogue.ts";
import { TokenStore } from "./oauth/token-store.ts";
import type { EmulatorOptions } from "./options.ts";
import { Quotas } from "./quota/quotas.ts";
import { requestLimitBytes } from "./request-limit.ts";
import { checkedWait, realWait, type Wait } from "./wait.ts";

/** The state and options of one emulator. Emulators share nothing. */
export interface EmulatorState {
  readonly account: Account;
  readonly onboarding: Onboarding;
  readonly tokens: TokenStore;
  readonly catalogue: Catalogue;
  readonly isAcceptedKey: (key: string) => boolean;
  readonly clientIds: readonly string[] | undefined;
  readonly paceMs: number;
  readonly rotateRefreshTokens: boolean;
  readonly requestLimitBytes: number;
  readonly continuations: Continuations;
  readonly quotas: Quotas;
  readonly gzip: boolean;
  readonly cors: boolean;
  readonly refusesUnscripted: boolean;
  /** Undefined: as Google does. */
  readonly functionCallIds: boolean | undefined;
  readonly functionResults: FunctionResultChecks;
  readonly now: () => number;
  readonly wait: Wait;
  readonly faults: FaultRules;
  /** A new id, such as `fake-trace-3`. Numbered per emulator, so that runs are repeatable. */
  readonly nextId: (kind: "trace" | "response" | "call") => string;
  /** Starts the numbering of ids again. */
  readonly resetIds: () => void;
}

/** Creates the state of a new emulator. */
export function createState(options: EmulatorOptions): EmulatorState {
  const clock = options.now && checkedClock(options.now);
  const now = clock ?? Date.now;
  const account = new Account(options.account);
  const counters = { trace: 0, response: 0, call: 0 };
  const { apiKeys } = options;
  return {
    account,
    onboarding: new Onboarding(account, options.account?.onboarding),
    tokens: new TokenStore(now, options.accessTokens ?? []),
    catalogue: createCatalogue(clock, options.models),
    isAcceptedKey: (key) => apiKeys?.includes(key) ?? (key.includes("fake") || key === "offline"),
    clientIds: options.clientIds,
    paceMs: options.paceMs ?? 0,
    rotateRefreshTokens: options.rotateRefreshTokens ?? false,
    requestLimitBytes: options.requestLimitBytes ?? requestLimitBytes,
    continuations: new Continuations(),
    quotas: new Quotas(options.quotas ?? [], now),
    gzip: options.gzip ?? false,
    cors: options.cors ?? true,
    functionCallIds: options.functionCallIds,
    functionResults: options.functionResults ?? "matching",
    refusesUnscripted: options.unscripted === "refuse",
    now,
    wait: options.wait ? checkedWait(options.wait) : realWait,
    faults: new FaultRules(),
    resetIds: () => Object.assign(counters, { trace: 0, response: 0, call: 0 }),
    nextId: (kind) => {
      counters[kind] += 1;
      return `fake-${kind}-${counters[kind]}`;
    },
  };
}
