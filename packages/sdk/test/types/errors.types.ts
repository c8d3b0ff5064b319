// Compiled, never run: errors narrow by code.
import { expectTypeOf } from "vitest";
import {
  type ErrorLink,
  GeminiError,
  type GeminiErrorCode,
  type GeminiErrorGroup,
  type GeminiErrorInit,
  type GeminiErrorPhase,
  type HttpInfo,
  isGeminiError,
  type PartialAnswer,
  type QuotaKind,
} from "../../src/index.ts";

const caught: unknown = undefined;

if (isGeminiError(caught)) {
  expectTypeOf(caught).toEqualTypeOf<GeminiError>();
  expectTypeOf(caught.code).toEqualTypeOf<GeminiErrorCode>();
}
if (isGeminiError(caught, "rate_limited", "quota_exhausted")) {
  expectTypeOf(caught).toExtend<GeminiError>();
  expectTypeOf(caught.code).toEqualTypeOf<"rate_limited" | "quota_exhausted">();
  expectTypeOf(caught.retryAfterMs).toEqualTypeOf<number | undefined>();
  // @ts-expect-error the two codes have no overlap
  if (caught.code === "blocked") void caught;
}
// @ts-expect-error there is no such code
isGeminiError(caught, "rate_limit");

expectTypeOf<GeminiError>().toExtend<Error>();
expectTypeOf<GeminiError["name"]>().toEqualTypeOf<"GeminiError">();
expectTypeOf<GeminiError["phase"]>().toEqualTypeOf<GeminiErrorPhase>();
expectTypeOf<GeminiError["group"]>().toEqualTypeOf<GeminiErrorGroup>();
expectTypeOf<GeminiError["option" | "variable" | "path" | "googleMessage"]>().toEqualTypeOf<string | undefined>();
expectTypeOf<GeminiError["status"]>().toEqualTypeOf<number | undefined>();
expectTypeOf<GeminiError["resetAt"]>().toEqualTypeOf<Date | undefined>();
expectTypeOf<GeminiError["quota"]>().toEqualTypeOf<QuotaKind | undefined>();
expectTypeOf<QuotaKind>().toEqualTypeOf<"per-minute" | "per-day" | "credits" | "not-in-plan">();
expectTypeOf<GeminiError["availableModels"]>().toEqualTypeOf<readonly string[] | undefined>();
expectTypeOf<GeminiError["http"]>().toEqualTypeOf<HttpInfo | undefined>();
expectTypeOf<GeminiError["links"]>().toEqualTypeOf<readonly ErrorLink[]>();
expectTypeOf<GeminiError["partial"]>().toEqualTypeOf<PartialAnswer | undefined>();
expectTypeOf<GeminiError["raw"]>().toEqualTypeOf<string | undefined>();

// A closed set: a switch over all codes of a family is checked by the compiler.
expectTypeOf<string>().not.toExtend<GeminiErrorCode>();

// Programs and tests make errors.
const made = new GeminiError({ code: "rate_limited", summary: "Too many requests.", retryAfterMs: undefined });
if (isGeminiError(made, "rate_limited")) expectTypeOf(made.code).toEqualTypeOf<"rate_limited">();
expectTypeOf<Pick<GeminiErrorInit, "partial" | "http">>().toEqualTypeOf<{
  readonly partial?: PartialAnswer | undefined;
  readonly http?: HttpInfo | undefined;
}>();
// @ts-expect-error a message alone has no code
void new GeminiError("boom");
// @ts-expect-error nor has nothing
void new GeminiError();
// @ts-expect-error there is no such code
void new GeminiError({ code: "rate_limit", summary: "Too many requests." });
// @ts-expect-error a summary is needed
void new GeminiError({ code: "rate_limited" });
// @ts-expect-error the group follows from the code
void new GeminiError({ code: "rate_limited", summary: "Too many requests.", group: "capacity" });
