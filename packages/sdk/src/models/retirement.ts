import type { BackendName } from "../wire/backend-name.ts";
import { findModel } from "./catalogue.ts";
import { bareModelName } from "./model-name.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const NOTICE_DAYS = 30;

/** The retirement of a model on a backend. */
export interface Retirement {
  /** The first day without the model, UTC, as `2026-12-01`. */
  readonly date: string;
  readonly isPast: boolean;
  /** The model that Google names instead. */
  readonly replacement: string | undefined;
  /** Whether the replacement answers under the old name. */
  readonly reroutes: boolean;
}

/** The retirement of a model if it is past, or at most 30 days away. `now`: milliseconds since 1970. */
export function retirementOf(model: string, backend: BackendName, now: number): Retirement | undefined {
  const facts = findModel(model);
  // A name that only Code Assist uses says nothing about other backends.
  const isForeign = backend !== "code-assist" && facts?.codeAssistName === bareModelName(model);
  const { until: date, replacement, reroutes = false } = (!isForeign && facts?.served[backend]) || {};
  if (date === undefined) return undefined;
  const left = Date.parse(date) - now;
  if (left > NOTICE_DAYS * DAY_MS) return undefined;
  return { date, isPast: left <= 0, replacement, reroutes };
}

/** The model that answers under a name: another one once a model has retired whose replacement takes over its name. */
export function answeringModel(model: string, backend: BackendName, now: number): string {
  const { isPast, reroutes, replacement } = retirementOf(model, backend, now) ?? {};
  return isPast && reroutes && replacement !== undefined ? replacement : model;
}
