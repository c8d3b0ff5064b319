import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { startEmulator } from "./support/start-emulator.ts";

interface Recorded {
  readonly run: string;
  readonly path: string;
  readonly query: string;
  readonly body: object;
}

// Recorded from the published, unmodified Gemini CLI; texts are truncated, media replaced.
const recorded = ["0.31.0", "0.61.0"].flatMap((version) =>
  readFileSync(new URL(`./fixtures/gemini-cli-${version}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => ({ version, ...(JSON.parse(line) as Recorded) })),
);

test.each(recorded)("accepts what Gemini CLI $version sent to $path ($run)", async ({ path, query, body, run }) => {
  const tier = run.startsWith("e-onboard") ? "none-yet" : "standard";
  const { url, bearer } = await startEmulator({ account: { tier, project: "managed-project-001" } });
  const headers = { ...bearer, "content-type": "application/json" };
  const response = await fetch(url + path + query, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  expect({ status: response.status, refusal: response.ok ? "" : text }).toEqual({ status: 200, refusal: "" });
});
