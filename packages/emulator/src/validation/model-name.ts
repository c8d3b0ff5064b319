import type { MemberCheck } from "./member-check.ts";

/** The name of a model as `calls` has it. With `models/` before it, it would never fit. */
export const modelName: MemberCheck = (value) =>
  typeof value === "string" && value !== "" && !value.includes("/")
    ? undefined
    : "a string: a name without models/, such as gemini-3.8-flash";
