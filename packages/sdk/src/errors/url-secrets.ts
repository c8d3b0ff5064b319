import { RECEIVED_CREDENTIAL } from "./credential-names.ts";

/** Headers whose value is a URL, also a relative one. */
const URL_HEADER = /(?:^|[-_])(?:location|link|refresh|referr?er|redirect|ur[il])$|^x-goog-upload-/;

/** Ids, etags, dates and timings: nothing may be cut from what a report quotes or a program compares. */
const EXACT_HEADER = /^etag$|(?:\b|_|request|trace)id$|(?:\b|_)(?:date|timing)$/;

/** Escapes are nested a few times at most. A limit keeps the search linear in a value of nothing but backslashes. */
const ESCAPE = String.raw`(?:\\|%(?:25)*5c){0,8}`;

/** A pattern for a character as it is, percent-encoded any number of times, or escaped in JSON or HTML. */
function written(character: string): string {
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  const escapes = String.raw`\\u00${hex}|\\x${hex}|&#(?:x0*${hex}|0*${code});`;
  return `(?:${ESCAPE}(?:[${character}]|${escapes})|%(?:25)*${hex})`;
}

const SLASHES = `${written("/")}{2}`;
/** The `#` of an HTML escape begins no fragment. */
const QUERY_MARK = `(?:${written("?")}|(?!(?<=&)#x?[\\da-f]+;)${written("#")})`;
const NO_SPACE = String.raw`[^\s"<>]`;

/** Characters of one part of a URL: up to the next `/`, `?` or `#`, and `also`. */
function part(also = ""): string {
  return `(?:(?!${written("/")}|${QUERY_MARK}${also})${NO_SPACE})*`;
}

/** Compiled when the headers of a response are first read, which few programs do. */
let patterns: ReturnType<typeof compile> | undefined;

function compile() {
  return {
    absoluteUrl: new RegExp(`${written(":")}${SLASHES}${NO_SPACE}*`, "gi"),
    userInfo: new RegExp(`(${SLASHES})${part()}${written("@")}`, "gi"),
    query: new RegExp(`${QUERY_MARK}${NO_SPACE}*`, "gi"),
    parameter: new RegExp(`${written(";")}([\\w.-]{1,64})${written("=")}${part(`|${written(";")}`)}`, "gi"),
  };
}

/**
 * Cuts user info, query, fragment and session ids from the URLs in a header: a redirect can carry a token or a password, and
 * an upload address or a download link its signature. Any header can hold such a URL.
 */
export function withoutUrlSecrets(name: string, value: string): string {
  if (EXACT_HEADER.test(name)) return value;
  patterns ??= compile();
  const { absoluteUrl, userInfo, query, parameter } = patterns;
  const cut = (url: string) =>
    url
      .replace(userInfo, "$1")
      .replace(query, (found) => /[,;]$/.exec(found)?.[0] ?? "")
      .replace(parameter, (found, member: string) => (RECEIVED_CREDENTIAL.test(member) ? "" : found));
  return URL_HEADER.test(name) ? cut(value) : value.replace(absoluteUrl, cut);
}
