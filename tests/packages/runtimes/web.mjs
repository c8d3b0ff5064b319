// Runs the steps with what a runtime without files has.
import { codeAssist } from "gemini-ts";
import { runSteps } from "./steps.mjs";

/** Of the access tokens, the first has expired. */
export function run(url, tokens) {
  let asked = 0;
  const accessToken = () => tokens[Math.min(asked++, tokens.length - 1)];
  return runSteps(url, () => codeAssist({ accessToken, endpoint: url }));
}
