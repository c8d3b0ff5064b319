import type { OptionRule } from "../validation/option-rule.ts";
import { tokenOf } from "./cli-login/parse-login.ts";

const fitsHeader = (value: unknown) => tokenOf(value) !== undefined;

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
