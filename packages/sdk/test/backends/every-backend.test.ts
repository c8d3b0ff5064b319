import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as sdk from "../../src/index.ts";
import { backendNames } from "../../src/wire/backend-name.ts";
import { ways } from "../client/support/ways.ts";

const signInPage = readFileSync(new URL("../../../../docs/sign-in.md", import.meta.url), "utf8");

/** The function that creates each backend, and its options in the order of docs/sign-in.md. The compiler keeps it complete. */
const backends = {
  "code-assist": {
    create: sdk.codeAssist,
    options: {
      credentialsPath: true,
      project: true,
      accessToken: true,
      tokenCache: true,
      oauthClient: true,
      endpoint: true,
    } satisfies Record<keyof sdk.CodeAssistOptions, true>,
  },
  "gemini-api": {
    create: sdk.geminiApi,
    options: { apiKey: true, baseUrl: true } satisfies Record<keyof sdk.GeminiApiOptions, true>,
  },
  vertex: {
    create: sdk.vertex,
    options: { project: true, location: true, apiKey: true, accessToken: true } satisfies Record<
      keyof sdk.VertexOptions,
      true
    >,
  },
} satisfies Record<sdk.BackendName, object>;

test.each(backendNames)("docs/sign-in.md has a section of %s with all its options", (name) => {
  const { create, options } = backends[name];
  const members = Object.keys(options).map((option) => `${option}?`);
  expect(signInPage).toContain(`\n\`${create.name}({ ${members.join(", ")} })\`\n`);
});

test("the client's tests run on every backend", async () => {
  const started = await Promise.all(ways.map(({ start }) => start()));
  expect(new Set(started.map(({ backend }) => backend.name))).toEqual(new Set(backendNames));
});
