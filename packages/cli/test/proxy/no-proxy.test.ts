import { expect, test } from "vitest";
import { isExcluded } from "../../src/proxy/no-proxy.ts";

test.each([
  ["*", "example.com", true],
  ["example.com", "example.com", true],
  ["example.com", "api.example.com", true],
  ["example.com", "notexample.com", false],
  [".example.com", "api.example.com", true],
  [".example.com", "example.com", true],
  ["*.example.com", "api.example.com", true],
  ["EXAMPLE.com", "api.Example.COM", true],
  ["other.com, example.com", "example.com", true],
  ["other.com example.com", "example.com", true],
  [",, ,", "example.com", false],
  ["", "example.com", false],
  ["example.com:443", "example.com", true],
  ["example.com:8443", "example.com", false],
  ["*:443", "example.com", false],
  ["127.0.0.1", "127.0.0.1", true],
  ["127.0.0.1:443", "127.0.0.1", true],
  ["127.0.0.1:80", "127.0.0.1", false],
  ["10.0.0.0/8", "10.1.2.3", true],
  ["10.0.0.0/8", "11.1.2.3", false],
  ["10.0.0.0/99", "10.1.2.3", false],
  ["10.0.0.0/8", "example.com", false],
  ["::1", "::1", true],
  ["[::1]", "::1", true],
  ["[::1]:443", "::1", true],
  ["[::1]:80", "::1", false],
  ["fd00::/8", "fd12::1", true],
  ["0.1", "10.0.0.1", false],
  ["localhost", "127.0.0.1", false],
])("F150 NO_PROXY=%j for %s: %s", (noProxy, host, expected) => {
  expect(isExcluded(noProxy, { host, port: 443 })).toBe(expected);
});
