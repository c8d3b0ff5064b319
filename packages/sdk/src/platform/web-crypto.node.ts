/**
 * The Web Crypto API. A DOM for tests, such as jsdom, replaces the global one with an object that lacks most of it; then it is
 * that of Node's own module.
 */
export function webCrypto(): typeof globalThis.crypto {
  const { crypto } = globalThis;
  const isWhole = crypto?.subtle !== undefined && typeof crypto.randomUUID === "function";
  return isWhole ? crypto : (process.getBuiltinModule("node:crypto").webcrypto as typeof globalThis.crypto);
}
