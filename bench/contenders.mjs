/**
 * Who is measured, in the order of the tables. `packages`: what is installed for it; the first is the one that is named
 * and imported. A contender's file exports `open({ url, load })`, which gives some of
 * - `stream(prompt, onText, signal)`: reads one answer as it comes, to its end or until the signal;
 * - `whole(prompt)`: the text of one whole answer;
 * - `chat()`: a conversation, whose `send(prompt)` gives the text of the next answer;
 * and, where there is a package, `importPackage(load)`. A row that needs what a contender lacks leaves it out.
 */
export const contenders = [
  { name: "fetch", title: "bare `fetch` loop" },
  { name: "node-http", title: "bare `node:http` loop" },
  { name: "gemini-ts", title: "**gemini-ts**", own: true },
  { name: "google-genai", title: "`@google/genai`", packages: ["@google/genai"] },
  { name: "gemini-cli-core", title: "`@google/gemini-cli-core`", packages: ["@google/gemini-cli-core"] },
  {
    name: "ai-sdk-gemini-cli",
    title: "`ai-sdk-provider-gemini-cli`",
    packages: ["ai-sdk-provider-gemini-cli", "zod@4"],
  },
  { name: "ai-sdk-google", title: "`@ai-sdk/google`", packages: ["@ai-sdk/google", "zod@4"] },
  { name: "ai", title: "`ai` with `@ai-sdk/google`", packages: ["ai", "@ai-sdk/google", "zod@4"] },
];

/** Another clone of this repository, for `--against`. */
export const earlier = { name: "earlier", title: "gemini-ts of another clone", own: true };

/** Whom all others are compared with, within a round. */
export const BASELINE = "fetch";
