import { expect, test } from "vitest";
import { createEmulator, type Fault, type RequestMatcher } from "../../src/index.ts";

type Row = readonly [fault: Fault, matcher: RequestMatcher];

const emulator = createEmulator();
const ofToken: Fault = { error: "invalid_grant" };
const ofContent: Fault = { error: "license" };

test.each<Row>([
  [ofToken, {}],
  [ofToken, { operation: "generateContent" }],
  [ofToken, { operation: "userinfo" }],
  [ofToken, { backend: "code-assist" }],
  [ofToken, { model: "gemini-3.8-flash" }],
  [ofToken, { path: "/v1internal:loadCodeAssist" }],
  [ofToken, { path: /loadCodeAssist$/ }],
])("%o for %o is refused at once: it belongs to the token endpoint", (fault, matcher) => {
  const message = /^"invalid_grant" is an error of the token endpoint: use the matcher { operation: "token" }/;
  expect(() => emulator.next(fault, matcher)).toThrow(message);
  expect(() => emulator.on(matcher, fault)).toThrow(message);
});

test.each<Row>([
  [ofContent, { operation: "token" }],
  [ofContent, { backend: "oauth" }],
  [ofContent, { path: "/token" }],
])("%o for %o is refused at once: the token endpoint has no such error", (fault, matcher) => {
  const message = /^The token endpoint has no error "license"\. Allowed: invalid_grant, .*overloaded/;
  expect(() => emulator.next(fault, matcher)).toThrow(message);
  expect(() => emulator.on(matcher, fault)).toThrow(message);
});

test.each<Row>([
  [{ text: "a" }, { operation: "token" }],
  [{ text: "a" }, { backend: "oauth" }],
  [{ json: 1 }, { operation: "countTokens" }],
  [{ blocked: true, delayMs: 1 }, { path: "/v1beta/models/gemini-3.8-flash:countTokens" }],
])("F270 %o for %o is refused at once: no such call has an answer", (fault, matcher) => {
  const message = /^"(?:text|json|blocked)" is for generateContent and streamGenerateContent, .* use "body"\.$/;
  expect(() => emulator.next(fault, matcher)).toThrow(message);
  expect(() => emulator.on(matcher, fault)).toThrow(message);
});

test.each<Row>([
  [{ text: "a" }, { operation: "streamGenerateContent", backend: "vertex" }],
  [{ text: "a" }, { path: "/v1beta/models/gemini-3.8-flash:streamGenerateContent" }],
  [{ text: "a" }, { path: /models/ }],
  [{ malformedEvent: 0 }, { operation: "countTokens" }],
  [ofToken, { operation: "token" }],
  [ofToken, { backend: "oauth" }],
  [ofToken, { path: "/token" }],
  [ofToken, { path: /token/ }],
  [{ error: "overloaded" }, { operation: "token" }],
  [{ error: "terms" }, { backend: "oauth" }],
  [ofContent, {}],
  [ofContent, { operation: "loadCodeAssist" }],
  [{ error: "unauthenticated" }, { operation: "userinfo" }],
])("%o for %o is accepted", (fault, matcher) => {
  expect(() => emulator.next(fault, matcher)).not.toThrow();
  expect(() => emulator.on(matcher, fault)).not.toThrow();
});
