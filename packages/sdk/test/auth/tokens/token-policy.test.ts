import { expect, test } from "vitest";
import { tokenAction } from "../../../src/auth/tokens/token-policy.ts";

const NOW = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

const tokenWith = (leftMs: number) => ({ accessToken: "fake-access", expiresAt: NOW + leftMs });

test.each([
  ["an hour", 60 * MINUTE_MS, "serve"],
  ["a millisecond over five minutes", 5 * MINUTE_MS + 1, "serve"],
  ["five minutes", 5 * MINUTE_MS, "refresh"],
  ["one minute", MINUTE_MS, "refresh"],
  ["a millisecond less than one minute", MINUTE_MS - 1, "block"],
  ["a millisecond", 1, "block"],
  ["nothing", 0, "block"],
  ["less than nothing", -60 * MINUTE_MS, "block"],
])("a token with %s left", (_name, leftMs, action) => {
  expect(tokenAction(tokenWith(leftMs), { now: NOW })).toBe(action);
});

test("a token of unknown expiry is used; without a token, the call waits", () => {
  expect(tokenAction({ accessToken: "fake-access", expiresAt: undefined }, { now: NOW })).toBe("serve");
  expect(tokenAction(undefined, { now: NOW })).toBe("block");
  expect(tokenAction(undefined, { now: NOW, failedAt: NOW, refused: "fake-access" })).toBe("block");
});

test.each([
  ["a second ago, with four minutes left", 1_000, 4 * MINUTE_MS, "serve"],
  ["a second ago, with half a minute left", 1_000, MINUTE_MS / 2, "serve"],
  ["a second ago, with a millisecond left", 1_000, 1, "serve"],
  ["a second ago, with nothing left", 1_000, 0, "block"],
  ["just now", 0, 4 * MINUTE_MS, "serve"],
  ["a millisecond less than ten seconds ago", 9_999, 4 * MINUTE_MS, "serve"],
  ["ten seconds ago, with four minutes left", 10_000, 4 * MINUTE_MS, "refresh"],
  ["ten seconds ago, with half a minute left", 10_000, MINUTE_MS / 2, "block"],
])("a renewal failed %s", (_name, agoMs, leftMs, action) => {
  expect(tokenAction(tokenWith(leftMs), { now: NOW, failedAt: NOW - agoMs })).toBe(action);
});

test("F28 a failure in the future, after the clock was set back, does not delay the next renewal", () => {
  expect(tokenAction(tokenWith(4 * MINUTE_MS), { now: NOW, failedAt: NOW + 1 })).toBe("refresh");
});

test.each([
  ["good for an hour", 60 * MINUTE_MS],
  ["expired", 0],
  ["at rest after a failure", 4 * MINUTE_MS],
])("F27 a token that was refused and is %s: force", (_name, leftMs) => {
  expect(tokenAction(tokenWith(leftMs), { now: NOW, failedAt: NOW, refused: "fake-access" })).toBe("force");
  expect(tokenAction(tokenWith(60 * MINUTE_MS), { now: NOW, refused: "fake-another" })).toBe("serve");
});
