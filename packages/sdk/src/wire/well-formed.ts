/**
 * Half of a surrogate pair, as `JSON.stringify` writes it: text that was shortened to a length can end with one.
 * @see https://github.com/tc39/proposal-well-formed-stringify
 */
const HALF = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;

/**
 * JSON as UTF-8 can hold it: each half of a surrogate pair becomes U+FFFD. Parsers of protocol buffers refuse them, and a
 * conversation that has one would be refused forever.
 * @see https://github.com/protocolbuffers/protobuf/blob/main/conformance/binary_json_conformance_suite.cc
 */
export function wellFormed(json: string): string {
  return json.includes("\\ud") ? json.replace(HALF, "$1\ufffd") : json;
}
