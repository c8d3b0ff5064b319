import { isWeb } from "#is-web";
import { type OptionRule, patternRule, stringRule } from "../validation/option-rule.ts";
import { tokenOf } from "./cli-login/parse-login.ts";

/** Texts that no service gives as a credential: a value in quotation marks, a missing one, or the name of a variable. */
const MISTAKE =
  /^(["'`]).*\1$|^(?:undefined|null|None|NaN)$|^(?:\$\w+|\$\{.*\}|%\w+%)$|^[A-Z][A-Z_]*_(?:KEY|TOKEN|SECRET|ID)=/;

/** Whether a value can be a credential in a header. */
export function fitsHeader(value: unknown): value is string {
  const token = tokenOf(value);
  return token !== undefined && !MISTAKE.test(token);
}

export const loginPathRule: OptionRule = isWeb
  ? {
      expected: "no value in this runtime, which has no files: pass `apiKey`, or a `backend` with `accessToken`",
      accepts: () => false,
    }
  : stringRule("the path of a Gemini CLI login file");

export const apiKeyRule: OptionRule = {
  expected: "an API key: printable characters without spaces",
  accepts: fitsHeader,
};

export const accessTokenRule: OptionRule = {
  expected: "a token, or a function that returns one",
  accepts: (value) => typeof value === "function" || fitsHeader(value),
};

export const oauthClientPartRule: OptionRule = {
  expected: "printable characters without spaces",
  accepts: fitsHeader,
};

/** An id, a number, or an id with the domain of an old organisation in front of it. */
export const projectRule = patternRule(
  'a project id such as "my-project-123"',
  /^(?!(?:undefined|null|None|NaN)$)[\w.:-]{1,100}$/,
);
