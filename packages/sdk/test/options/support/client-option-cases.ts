import type { CallOptions, GeminiOptions } from "../../../src/index.ts";
import { type OptionCase, wrongValues } from "./option-case.ts";

/** A row for every option that only a client has. */
export const clientOptionCases: Readonly<
  Record<Exclude<keyof GeminiOptions, keyof CallOptions>, Omit<OptionCase, "sent">>
> = {
  apiKey: {
    takes: "an API key: printable characters without spaces",
    wrong: wrongValues(["", "an empty string"], ["fake key canary", "a string"], [5, "5"]),
  },
  credentialsPath: {
    takes: "the path of a Gemini CLI login file",
    wrong: wrongValues(["", "an empty string"], [{}, "an object"]),
  },
  tokenCache: {
    takes: "the functions get, set and delete",
    wrong: wrongValues(["/some/folder", "a string"], [true, "true"], [() => {}, "a function"]),
  },
  backend: {
    takes: "geminiApi()",
    wrong: wrongValues(["gemini", '"gemini"'], [{ name: "vertex" }, "an object"], [5, "5"]),
  },
  project: {
    takes: 'a project id such as "my-project-123"',
    wrong: wrongValues(["", "an empty string"], [5, "5"]),
  },
  fetch: {
    takes: "a fetch function",
    wrong: wrongValues(["x", "a string"], [{}, "an object"]),
  },
  agent: {
    takes: "an http.Agent or https.Agent",
    wrong: wrongValues(["x", "a string"], [() => {}, "a function"]),
  },
  maxResponseBytes: {
    takes: "a number of 1 or more",
    wrong: wrongValues([0, "0"], [Number.NaN, "NaN"]),
  },
  history: {
    takes: "an array of Content",
    wrong: wrongValues(["x", "a string"], [{}, "an object"]),
  },
  onEvent: {
    takes: "a function",
    wrong: wrongValues(["x", "a string"], [{}, "an object"]),
  },
  logger: {
    takes: "any of the functions debug, info, warn and error",
    wrong: wrongValues(["x", "a string"], [{}, "an object"], [{ warn: "x" }, "an object"], [() => {}, "a function"]),
  },
};
