import { unknownName } from "../validation/unknown-name.ts";
import { eventForms } from "./errors/write-error.ts";
import type { Fault } from "./fault.ts";
import { faultMembers } from "./fault-members.ts";

type Member = keyof Fault;

/** Of each group, a fault has one member at most. */
const exclusive: readonly (readonly Member[])[] = [
  ["body", "echo", "error"],
  ["body", "echo", "text", "events", "empty", "blocked", "thinkingOnly"],
  ["events", "finishReason"],
  ["blocked", "finishReason"],
  ["events", "lastFrameWithoutParts"],
  ["blocked", "lastFrameWithoutParts"],
  ["cutBeforeHeaders", "cutAfterBytes", "cutAfterEvents", "reset", "silence", "commentsOnly", "framing"],
];

/** A member that means nothing without another one. */
const needs: readonly (readonly [member: Member, other: Member])[] = [
  ["retryDelay", "error"],
  ["withoutDetails", "error"],
  ["errorForm", "error"],
  ["errorAfterEvents", "error"],
];

const content: readonly Member[] = [
  "text",
  "events",
  "finishReason",
  "empty",
  "blocked",
  "thinkingOnly",
  "lastFrameWithoutParts",
  "usageInLastFrameOnly",
  "malformedEvent",
];

/**
 * Checks a fault that came from outside: every member is known, has its type, and contradicts no other.
 *
 * @throws Error that names the members at fault, and what is allowed.
 */
export function checkFault(fault: object): void {
  if (typeof fault !== "object" || fault === null || Array.isArray(fault))
    throw new Error("A fault must be an object.");
  const given = Object.entries(fault).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw new Error("A fault needs at least one member.");
  for (const [name, value] of given) {
    if (!Object.hasOwn(faultMembers, name)) {
      throw unknownName(`A fault has no member "${name}"`, name, Object.keys(faultMembers));
    }
    const problem = faultMembers[name as Member](value);
    if (problem !== undefined) throw new Error(`"${name}" of a fault must be ${problem}.`);
  }
  // A flag that says false is as good as absent.
  const names = given.filter(([, value]) => value !== false).map(([name]) => name as Member);
  checkTogether(names);
  checkRefusal(fault);
  checkEventForm(fault);
}

function checkRefusal({ error, status }: Fault): void {
  if (error === undefined || status === undefined || status >= 400) return;
  throw new Error(
    `"status" and "error" of a fault exclude each other where the status, ${status}, is no refusal: allowed are 400 to 599. For a refusal within an answer of 200 there is "errorAfterEvents".`,
  );
}

function checkEventForm({ errorAfterEvents, errorForm }: Fault): void {
  if (errorAfterEvents === undefined || errorForm === undefined || eventForms.includes(errorForm)) return;
  throw new Error(`An error that comes as an event has one of the forms ${eventForms.join(", ")}.`);
}

function checkTogether(names: readonly Member[]): void {
  for (const group of exclusive) {
    const [one, other] = group.filter((name) => names.includes(name));
    if (one !== undefined && other !== undefined) throw contradiction(one, other);
  }
  for (const [member, other] of needs) {
    if (names.includes(member) && !names.includes(other)) throw new Error(`"${member}" of a fault needs "${other}".`);
  }
  const replaces = (["body", "echo", "error"] as const).find((name) => names.includes(name));
  const shaped = content.find((name) => names.includes(name));
  if (shaped === undefined) return;
  if (replaces && !names.includes("errorAfterEvents")) throw contradiction(replaces, shaped);
  if (names.includes("status") && !replaces) throw contradiction("status", shaped);
}

function contradiction(one: Member, other: Member): Error {
  return new Error(`"${one}" and "${other}" of a fault exclude each other.`);
}
