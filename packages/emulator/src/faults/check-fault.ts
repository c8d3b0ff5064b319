import { checkProperties } from "../validation/check-properties.ts";
import { matcherProperties } from "./check-matcher.ts";
import { contentProperties } from "./content-properties.ts";
import { eventForms } from "./errors/write-error.ts";
import type { Fault } from "./fault.ts";
import { faultHints } from "./fault-hints.ts";
import { faultProperties } from "./fault-properties.ts";

type FaultProperty = keyof Fault;

/** A fault may have one property of each group. */
const exclusive: readonly (readonly FaultProperty[])[] = [
  ["body", "echo", "error"],
  ["body", "echo", "text", "json", "events", "empty", "blocked", "thinkingOnly"],
  ["functionCall", "json"],
  ["body", "echo", "events", "empty", "blocked", "thinkingOnly", "jsonFault"],
  ["text", "jsonFault"],
  ["functionCall", "jsonFault"],
  ["functionCall", "events"],
  ["functionCall", "empty"],
  ["functionCall", "blocked"],
  ["functionCall", "thinkingOnly"],
  ["thinking", "events"],
  ["thinking", "empty"],
  ["thinking", "blocked"],
  ["usage", "events"],
  ["longDecode", "events"],
  ["longDecode", "usage"],
  ["longDecode", "blocked"],
  ["events", "finishReason"],
  ["blocked", "finishReason"],
  ["events", "lastFrameWithoutParts"],
  ["blocked", "lastFrameWithoutParts"],
  ["cutBeforeHeaders", "cutAfterBytes", "cutAfterEvents", "reset", "silence", "commentsOnly", "framing"],
];

/** Properties that have no effect without another one. */
const needs: readonly (readonly [property: FaultProperty, other: FaultProperty])[] = [
  ["retryDelay", "error"],
  ["withoutDetails", "error"],
  ["errorForm", "error"],
  ["errorAfterEvents", "error"],
];

/**
 * Checks a fault: every property is known, has its type, and contradicts no other.
 *
 * @throws Error that names the invalid properties, and what is allowed.
 */
export function checkFault(fault: object): void {
  checkPlace(fault);
  checkProperties<Fault>("A fault", fault, faultProperties, '{ text: "Hello!" }', faultHints);
  const present = Object.entries(fault).filter(([, value]) => value !== undefined);
  if (present.length === 0) throw new Error("A fault needs at least one property.");
  // A flag that is false counts as absent.
  const names = present.filter(([, value]) => value !== false).map(([name]) => name as FaultProperty);
  checkTogether(names);
  checkErrorStatus(fault);
  checkEventForm(fault);
}

/** Which requests a fault is for is said beside it. */
function checkPlace(fault: object): void {
  const misplaced = matcherProperties.find((name) => Object.hasOwn(Object(fault), name));
  if (misplaced === undefined) return;
  throw new Error(
    `"${misplaced}" belongs to the matcher, not to the fault: next({ text: "Hello!" }, { ${misplaced}: … }) or on({ ${misplaced}: … }, { text: "Hello!" }).`,
  );
}

function checkErrorStatus({ error, status }: Fault): void {
  if (error === undefined || status === undefined || status >= 400) return;
  throw new Error(
    `"status" of a fault with "error" must be from 400 to 599, not ${status}. For an error in a response of status 200, use "errorAfterEvents".`,
  );
}

function checkEventForm({ errorAfterEvents, errorForm }: Fault): void {
  if (errorAfterEvents === undefined || errorForm === undefined || eventForms.includes(errorForm)) return;
  throw new Error(`"errorForm" of a fault with "errorAfterEvents" must be one of ${eventForms.join(", ")}.`);
}

function checkTogether(names: readonly FaultProperty[]): void {
  for (const group of exclusive) {
    const [one, other] = group.filter((name) => names.includes(name));
    if (one !== undefined && other !== undefined) throw contradiction(one, other);
  }
  for (const [property, other] of needs) {
    if (names.includes(property) && !names.includes(other)) {
      const example = other === "error" ? ', such as error: "per-minute"' : "";
      throw new Error(`"${property}" of a fault needs "${other}"${example}.`);
    }
  }
  const replaces = (["body", "echo", "error"] as const).find((name) => names.includes(name));
  const shaped = contentProperties.find((name) => names.includes(name));
  if (shaped === undefined) return;
  if (replaces && !names.includes("errorAfterEvents")) throw contradiction(replaces, shaped);
  if (names.includes("status") && !replaces) throw contradiction("status", shaped);
}

function contradiction(one: FaultProperty, other: FaultProperty): Error {
  return new Error(`A fault cannot have both "${one}" and "${other}".`);
}
