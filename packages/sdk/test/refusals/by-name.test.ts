import type { ApiErrorName } from "@gemini-ts/emulator";
import { describe, expect, test } from "vitest";
import { type Backend, codeAssist, geminiApi, vertex } from "../../src/index.ts";
import { createWorld, type World } from "../auth/support/world.ts";
import { failureOf } from "../support/clients.ts";

const ways: readonly (readonly [string, (world: World) => Backend])[] = [
  ["gemini-api", () => geminiApi({ apiKey: "fake-key" })],
  ["code-assist", (world) => codeAssist({ accessToken: world.emulator.login().access_token })],
  ["vertex", (world) => vertex({ accessToken: world.emulator.login().access_token, project: "fake-project-001" })],
];

const expected: Readonly<Record<ApiErrorName, readonly [code: string, quota?: string]>> = {
  "per-minute": ["rate_limited", "per-minute"],
  "per-minute-without-delay": ["rate_limited", "per-minute"],
  "per-day": ["quota_exhausted", "per-day"],
  "rate-limited": ["rate_limited"],
  "quota-exhausted": ["quota_exhausted"],
  credits: ["quota_exhausted", "credits"],
  capacity: ["model_overloaded"],
  "not-in-plan": ["quota_exhausted", "not-in-plan"],
  "out-of-capacity": ["model_overloaded"],
  "shared-capacity": ["model_overloaded"],
  "spending-cap": ["quota_exhausted", "credits"],
  "spending-rate": ["quota_exhausted", "credits"],
  license: ["license_required"],
  "named-user": ["license_required"],
  "client-unsupported": ["client_unsupported"],
  validation: ["validation_required"],
  terms: ["account_disabled"],
  region: ["region_unsupported"],
  permission: ["permission_denied"],
  "security-policy": ["permission_denied"],
  "organization-policy": ["permission_denied"],
  "blocked-by-admin": ["permission_denied"],
  "terms-not-accepted": ["permission_denied"],
  scope: ["permission_denied"],
  billing: ["permission_denied"],
  "api-disabled": ["permission_denied"],
  "project-invalid": ["permission_denied"],
  "quota-project": ["permission_denied"],
  "key-suspended": ["permission_denied"],
  "key-not-found": ["api_key_invalid"],
  "key-leaked": ["api_key_invalid"],
  "key-api-blocked": ["api_key_invalid"],
  "key-referrer-blocked": ["api_key_invalid"],
  "key-address-blocked": ["api_key_invalid"],
  unauthenticated: ["login_expired"],
  "model-not-found": ["model_unavailable"],
  "invalid-argument": ["invalid_request"],
  "too-large": ["invalid_request"],
  overloaded: ["model_overloaded"],
  internal: ["server_error"],
};

const rows = Object.entries(expected) as [ApiErrorName, readonly [string, string?]][];

/** What differs with an API key. */
const withKey: Partial<Record<ApiErrorName, string>> = {
  unauthenticated: "api_key_invalid",
  "key-suspended": "api_key_invalid",
};

/** Refusals that cannot be distinguished without the details. */
const vague: Partial<Record<ApiErrorName, string>> = {
  "per-day": "rate_limited",
  credits: "rate_limited",
  validation: "permission_denied",
};

describe.each(ways)("F64 every refusal of %s", (name, makeBackend) => {
  test.each(rows)("%s, in every form: %s", async (error, [code, quota]) => {
    await using world = await createWorld();
    const client = world.client({ backend: makeBackend(world) });
    const found: unknown[] = [];
    const forms = ["object", "array", "nested", "loose"] as const;
    for (const form of forms) {
      world.emulator.next({ error, errorForm: form }, { operation: "generateContent" });
      const failure = await failureOf(client.generate("hi"));
      found.push([failure.code, failure.quota]);
    }
    const own = (name === "gemini-api" ? withKey[error] : undefined) ?? code;
    expect(found).toEqual(forms.map(() => [own, quota]));
  });

  test.each(rows)("%s, without details: %s, by message and status", async (error, [code]) => {
    await using world = await createWorld();
    const client = world.client({ backend: makeBackend(world) });
    world.emulator.next({ error, errorForm: "text-only" }, { operation: "generateContent" });
    const failure = await failureOf(client.generate("hi"));
    const own = (name === "gemini-api" ? withKey[error] : undefined) ?? code;
    expect(failure.code).toBe(vague[error] ?? own);
  });
});
