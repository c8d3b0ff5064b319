import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorTable, type GeminiErrorCode, groupOf, type RetryRule, retryRuleOf } from "../../src/errors/codes.ts";
import type { WarningEvent } from "../../src/index.ts";

const errorCodes = Object.keys(errorTable) as GeminiErrorCode[];

const document = readFileSync(new URL("../../../../docs/errors.md", import.meta.url), "utf8");

interface Row {
  readonly group: string;
  readonly code: GeminiErrorCode;
  readonly thrownWhen: string;
  readonly retried: string;
}

const rows: readonly Row[] = document.split(/^## /m).flatMap((section) => {
  const group = /^Group `([a-z-]+)`/.exec(section)?.[1] ?? "";
  return [...section.matchAll(/^\|\s*`([a-z_]+)`\s*\|([^|]+)\|([^|]+)\|[^|]*\|$/gm)].map(
    ([, code = "", thrownWhen = "", retried = ""]) => ({
      group,
      code: code as GeminiErrorCode,
      thrownWhen: thrownWhen.trim(),
      retried: retried.trim(),
    }),
  );
});

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
  expect(rows.map((row) => row.code)).toEqual(errorCodes);
  for (const row of rows) expect(row).toMatchObject({ thrownWhen: expect.stringMatching(/\w/) });
});

test.each(rows)("docs/errors.md has $code in the section of its group", ({ code, group }) => {
  expect(group).toBe(groupOf(code));
});

test("every code is used by a factory function, and every code of a factory function is documented", () => {
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

/** The codes of warnings that are not codes of errors. The compiler keeps the list complete. */
const warningCodes = {
  approval_failed: true,
  exchange_dropped: true,
  function_results_added: true,
  log_level_unknown: true,
  login_file_permissions: true,
  login_file_not_saved: true,
  model_retired: true,
  model_retiring: true,
  model_substituted: true,
  model_unknown: true,
  parameter_ignored: true,
  parameter_unsupported: true,
  response_incomplete: true,
  schema_after_tools: true,
  schema_changed: true,
  schema_suspicious: true,
  settings_ignored: true,
  signatures_dropped: true,
  token_cache_failed: true,
  tool_left_out: true,
} satisfies Record<Exclude<WarningEvent["code"], GeminiErrorCode>, true>;

test("docs/errors.md lists exactly the codes that only warnings have", () => {
  const [, warnings = ""] = document.split("\n## Warnings\n");
  const listed = [...warnings.matchAll(/^- `([a-z_]+)`: /gm)].map(([, code]) => code);
  expect(listed).toEqual(Object.keys(warningCodes));
});

const inWords: Readonly<Record<RetryRule, RegExp>> = {
  never: /\bno\b/,
  caller: /\bby the caller\b/,
  sending: /\byes\b/,
  content: /\bup to twice\b/,
};

/** Errors of every phase, status and reason that a rule looks at. */
const facts = [
  { phase: "reply" },
  { phase: "reply", status: 418 },
  { phase: "reply", status: 499 },
  { phase: "connect" },
  { phase: "connect", reason: "ECONNREFUSED" },
  { phase: "connect", reason: "CERT_HAS_EXPIRED" },
  { phase: "headers" },
  { phase: "idle" },
  { phase: "total" },
  { phase: "content" },
  { phase: "content", reason: "STOP" },
  { phase: "content", reason: "MAX_TOKENS" },
  { phase: "content", reason: "CONTINUATION" },
] as const;

test.each(rows)("F55 docs/errors.md and the table agree on retries: $code", ({ code, retried }) => {
  const rules = new Set(facts.map((fact) => retryRuleOf({ code, ...fact })));
  const written = (Object.keys(inWords) as RetryRule[]).filter((rule) => inWords[rule].test(retried));
  expect(written.sort()).toEqual([...rules].sort());
});
