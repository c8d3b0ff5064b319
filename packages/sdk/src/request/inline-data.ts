import { conflictingOptions, invalidOption } from "../errors/option-errors.ts";
import type { InlineData } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { blobAsData, foreignData, isBlob } from "./foreign-shapes.ts";

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+*-]+(?:\s*;.*)?$/;
const TAKES_TYPE = 'a media type, such as "image/png"';
const TAKES_DATA = "bytes (Uint8Array or ArrayBuffer), base64 or a data URL, none of them empty";

/** A multiple of 3, so that pieces can be joined; few enough arguments for one call. */
const BYTES_AT_ONCE = 3 * 8_192;

const encoder = new TextEncoder();

/** Bytes that are part of a prompt, as Google takes them. Throws `invalid_options` naming the member, without quoting it. */
export function prepareInlineData(given: unknown, name: string): InlineData {
  if (!isRecord(given)) throw invalidOption(name, given, "an object with `mimeType` and `data`");
  const url = typeof given.data === "string" ? dataUrl(given.data) : undefined;
  const mimeType = given.mimeType ?? url?.mimeType;
  const foreign =
    (mimeType == null ? foreignData(given, "mimeType", name) : undefined) ??
    (given.data == null ? foreignData(given, "data", name) : undefined);
  if (foreign) throw foreign;
  if (typeof mimeType !== "string" || !MEDIA_TYPE.test(mimeType)) {
    throw invalidOption(`${name}.mimeType`, given.mimeType, TAKES_TYPE);
  }
  if (url?.mimeType !== undefined && essenceOf(url.mimeType) !== essenceOf(mimeType)) {
    throw conflictingOptions(
      `${name}.mimeType`,
      `${name}.data`,
      "the data URL names another media type",
      "Leave out `mimeType`, or correct it.",
    );
  }
  const data = url ? url.data : base64Of(given.data);
  if (isBlob(given.data)) throw blobAsData(`${name}.data`);
  if (!data) throw invalidOption(`${name}.data`, given.data, TAKES_DATA);
  return given.mimeType === mimeType && given.data === data ? given : { ...given, mimeType, data };
}

function essenceOf(mimeType: string): string {
  return (mimeType.split(";")[0] ?? "").trim().toLowerCase();
}

interface DataUrl {
  readonly mimeType: string | undefined;
  /** Base64; undefined if the URL cannot be read. */
  readonly data: string | undefined;
}

/** Undefined for a string that is no data URL. */
function dataUrl(text: string): DataUrl | undefined {
  if (!/^\s*data:/i.test(text)) return undefined;
  const comma = text.indexOf(",");
  if (comma < 0) return { mimeType: undefined, data: undefined };
  const [type = "", ...parameters] = text.slice(text.indexOf(":") + 1, comma).split(";");
  const isBase64 = parameters.at(-1)?.trim().toLowerCase() === "base64";
  const body = text.slice(comma + 1);
  // The character set and the file's name are a matter of the URL; words without a value, such as `utf8`, are not parameters.
  const kept = parameters.filter((one) => /=/.test(one) && !/^\s*(?:charset|name|filename)\s*=/i.test(one));
  const mimeType = type.trim() === "" ? undefined : [type.trim(), ...kept].join(";");
  if (!isBase64) return { mimeType, data: toBase64(percentDecoded(body)) };
  return { mimeType, data: base64Of(body.includes("%") ? new TextDecoder().decode(percentDecoded(body)) : body) };
}

/** Standard base64 with padding; undefined if it is none, or empty. */
function base64Of(data: unknown): string | undefined {
  if (ArrayBuffer.isView(data)) return toBase64(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (isArrayBuffer(data)) return toBase64(new Uint8Array(data));
  if (typeof data !== "string") return undefined;
  const text = /\s/.test(data) ? data.replace(/\s+/g, "") : data;
  if (text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)) return text;
  const bare = text
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/={1,2}$/, "");
  if (bare.length % 4 === 1 || !/^[A-Za-z0-9+/]+$/.test(bare)) return undefined;
  return bare.padEnd(Math.ceil(bare.length / 4) * 4, "=");
}

/** Also of another realm, where `instanceof` fails. */
function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return /^\[object (?:Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value));
}

function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += BYTES_AT_ONCE) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(from, from + BYTES_AT_ONCE))));
  }
  return pieces.join("");
}

function percentDecoded(text: string): Uint8Array {
  const bytes = encoder.encode(text);
  const decoded = new Uint8Array(bytes.length);
  let length = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const hex = bytes[index] === PERCENT ? String.fromCharCode(...bytes.subarray(index + 1, index + 3)) : "";
    const isEscape = /^[0-9a-f]{2}$/i.test(hex);
    decoded[length] = isEscape ? Number.parseInt(hex, 16) : (bytes[index] ?? 0);
    length += 1;
    if (isEscape) index += 2;
  }
  return decoded.subarray(0, length);
}

const PERCENT = 37;
