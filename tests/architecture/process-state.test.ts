import { expect, test } from "vitest";
import { sourcesOf } from "./source-files.ts";

/** Variables and maps of modules that are not state which clients share. */
const allowed: Readonly<Record<string, string>> = {
  "backends/backend.ts": "private members of the public backend objects",
  "backends/json-api.ts": "a cache of a pure function",
  "conversation/turn.ts": "an entry goes with the content that it is about",
  "http/http.node.ts": "a cache of a pure function",
  "errors/url-secrets.ts": "patterns that are compiled when first needed",
  "features/tools/mcp-functions.ts":
    "a cache: an entry goes with the server's tools, and is compared with each new list",
  "features/tools/prepared-tools.ts": "a cache of a pure function",
  "options/tool.ts": "private members of the public tool objects",
  "refusals/pacific-midnight.ts": "a cache of a pure function",
  "response/google-words.ts": "a set of words that is made when first needed",
  "scope/call-scope.ts": "numbers the calls of a process",
  "scope/listen-for-abort.ts": "an entry goes with the last call that waits for its signal",
  "wire/large-integers.ts": "an entry goes with the object that it is about",
};

const STATE = /^(?:export )?(?:let |(?:const|var) [^=]+= new WeakMap\b)/m;

test("state that clients share is kept by sharedState() alone", () => {
  const folder = "packages/sdk/src/";
  const found = sourcesOf("packages/sdk").filter(({ text }) => STATE.test(text));
  expect(found.map(({ path }) => path.slice(folder.length)).sort()).toEqual(Object.keys(allowed).sort());
});

test.each([
  ["let connections: Connections | undefined;", true],
  ["export const made = new WeakMap<Platform, State>();", true],
  ["function f() {\n  let row = 1;\n}", false],
])("%j: %s", (text, expected) => {
  expect(STATE.test(text)).toBe(expected);
});
