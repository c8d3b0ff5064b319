import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorCodes } from "../../src/errors/codes.ts";
import { type RetryKind, retryKinds } from "../../src/retry/retry-policy.ts";

const document = readFileSync(new URL("../../../../docs/errors.md", import.meta.url), "utf8");

interface Row {
  readonly code: string;
  readonly thrownWhen: string;
  readonly retried: string;
}

const rows: readonly Row[] = [...document.matchAll(/^\|\s*`([a-z_]+)`\s*\|([^|]+)\|([^|]+)\|[^|]*\|$/gm)].map(
  ([, code = "", thrownWhen = "", retried = ""]) => ({ code, thrownWhen: thrownWhen.trim(), retried: retried.trim() }),
);

const makersFolders = ["errors/", "refusals/"];

/** The codes that an error is made with. */
function constructedCodes(): Set<string> {
  const text = makersFolders.map((name) => textsIn(new URL(`../../src/${name}`, import.meta.url))).join("\n");
  const makers = [...text.matchAll(/\bcode:([^,;\n]+)/g)].map(([, value = ""]) => value);
  return new Set(makers.flatMap((value) => [...value.matchAll(/"([a-z_]+)"/g)].map(([, code = ""]) => code)));
}

function textsIn(folder: URL): string {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && name !== "codes.ts");
  return files.map((name) => readFileSync(new URL(name, folder), "utf8")).join("\n");
}

test("docs/errors.md lists exactly the codes, in their order, each with when it is thrown", () => {
  expect(rows.map((row) => row.code)).toEqual([...errorCodes]);
  for (const row of rows) expect(row).toMatchObject({ thrownWhen: expect.stringMatching(/\w/) });
});

test("every code is one that a maker of errors gives, and every maker's code is documented", () => {
  expect([...constructedCodes()].sort()).toEqual([...errorCodes].sort());
});

test("errors are made only in errors/ and refusals/", () => {
  const folder = new URL("../../src/", import.meta.url);
  const elsewhere = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".ts") && !makersFolders.some((makers) => name.startsWith(makers)))
    .filter((name) => readFileSync(new URL(name, folder), "utf8").includes("new GeminiError("));
  expect(elsewhere).toEqual([]);
});

const inWords: Readonly<Record<RetryKind, RegExp>> = {
  never: /^no$/,
  sending: /^yes(?:, |$)/,
  content: /^up to twice(?:, |$)/,
};

test.each(rows)("F55 what docs/errors.md says of retries is what the policy does: $code", ({ code, retried }) => {
  expect(retried).toMatch(inWords[retryKinds[code as keyof typeof retryKinds]]);
});
