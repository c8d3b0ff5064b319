import { describe, expect, test } from "vitest";
import { runCommand } from "./support/run-command.ts";
import { startEmulator, startServer } from "./support/servers.ts";

/** What the command prints if Google responds with this error, and how it ends. */
async function refusedWith(status: number, error: object) {
  const env = await startServer((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { code: status, message: "The message.", ...error } }));
  });
  const { exitCode, stderr } = await runCommand(["--no-retry", "hi"], { env });
  const [summary = "", remedy = "", ...rest] = stderr.split("\n");
  expect(rest).toEqual([""]);
  return { exitCode, summary, remedy };
}

/** On the hour, so that rounding up to a minute changes nothing. */
const inTwoHours = new Date((Math.floor(Date.now() / 3_600_000) + 2) * 3_600_000).toISOString();

const violated = (quotaId: string) => ({ violations: [{ quotaId }] });

describe("F62 a quota failure names the kind of quota", () => {
  test.each([
    ["per minute", { details: [violated("PerMinute")] }, "Wait a minute, then ask again."],
    [
      "per minute with a delay",
      { details: [violated("PerMinute"), { retryDelay: "6.2s" }] },
      "Wait 7 seconds, then ask again.",
    ],
    ["credits", { message: "Your prepayment credits are depleted." }, /^Add credits/],
    [
      "for a model that the plan does not include",
      { message: "Quota exceeded, limit: 0" },
      /^Use another --model, or a plan/,
    ],
    [
      "per day",
      { details: [violated("PerDay")] },
      /^Wait until \d{4}-\d\d-\d\d 0[78]:00 UTC, or use another --model or other credentials\.$/,
    ],
    [
      "with a reset in two hours",
      { details: [{ reason: "QUOTA_EXHAUSTED", metadata: { quotaResetTimeStamp: inTwoHours } }] },
      `Wait until ${inTwoHours.slice(0, 13).replace("T", " ")}:00 UTC, or use another --model or other credentials.`,
    ],
    ["without a reset", { details: [{ reason: "QUOTA_EXHAUSTED" }] }, /^Wait until the quota is renewed, or/],
  ])("%s", async (_kind, error, remedy) => {
    const failure = await refusedWith(429, { status: "RESOURCE_EXHAUSTED", ...error });
    expect(failure).toMatchObject({
      exitCode: 5,
      remedy: typeof remedy === "string" ? remedy : expect.stringMatching(remedy),
    });
  });
});

test("F30 an unsupported region exits with 3 and says where Gemini is available", async () => {
  const failure = await refusedWith(400, {
    status: "FAILED_PRECONDITION",
    message: "User location is not supported for the API use.",
  });
  expect(failure).toMatchObject({ exitCode: 3, remedy: expect.stringContaining("available-regions") });
});

test("F65 an unknown model exits with 2 and lists available models", async () => {
  const { env } = await startEmulator({ models: ["gemini-2.5-flash", "gemini-2.5-pro"] });
  const { exitCode, stderr } = await runCommand(["--model", "gemini-2.5-flesh", "hi"], { env });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/\nUse another --model \(available: gemini-2\.5-flash, gemini-2\.5-pro\)\.\n$/);
});
