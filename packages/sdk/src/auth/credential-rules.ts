import { isWeb } from "#is-web";
import { type OptionRule, stringRule } from "../validation/option-rule.ts";
import { tokenOf } from "./cli-login/parse-login.ts";

const fitsHeader = (value: unknown) => tokenOf(value) !== undefined;

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
