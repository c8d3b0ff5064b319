import { expect, test } from "vitest";
import { errorFor, quotaFailure } from "./support/error-for.ts";

test.each([
  ["in winter", "2026-01-15T20:00:00Z", "2026-01-16T08:00:00Z"],
  ["in summer", "2026-07-15T20:00:00Z", "2026-07-16T07:00:00Z"],
  ["a second before", "2026-07-16T06:59:59Z", "2026-07-16T07:00:00Z"],
  ["a millisecond before", "2026-07-16T06:59:59.999Z", "2026-07-16T07:00:00Z"],
  ["on the dot", "2026-07-16T07:00:00Z", "2026-07-17T07:00:00Z"],
  ["before the clocks go forward", "2026-03-07T20:00:00Z", "2026-03-08T08:00:00Z"],
  ["on the day that they do", "2026-03-08T08:30:00Z", "2026-03-09T07:00:00Z"],
  ["before the clocks go back", "2026-10-31T20:00:00Z", "2026-11-01T07:00:00Z"],
  ["on the day that they do", "2026-11-01T07:30:00Z", "2026-11-02T08:00:00Z"],
])("F62 the next midnight in California, %s", (_when, now, midnight) => {
  expect(
    errorFor(429, { backend: "gemini-api", details: [quotaFailure("RequestsPerDay")], now: Date.parse(now) }).resetAt,
  ).toEqual(new Date(midnight));
});
