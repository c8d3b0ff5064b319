import type { GenerateBackend } from "../backend.ts";

/** How a field of a request message is read. Backends that `only` does not name do not know the field. */
export type Field = FieldType & { readonly only?: readonly GenerateBackend[] };

/** The fields of a message by their JSON names; their protocol buffer names (`snake_case`) are accepted too. */
export interface Message {
  readonly [name: string]: Field;
}

type FieldType =
  | { readonly kind: "string" | "boolean" | "number" | "integer" | "bytes" | "object" | "any" }
  | { readonly kind: "choice"; readonly values: readonly string[]; readonly type: string }
  | { readonly kind: "list" | "map"; readonly of: Field }
  | { readonly kind: "message"; readonly message: () => Message; readonly type: string };

/** A string. */
export const text: Field = { kind: "string" };

/** True or false. */
export const flag: Field = { kind: "boolean" };

/** A floating-point number, which may be sent as a string. */
export const number: Field = { kind: "number" };

/** A whole number, which may be sent as a string (like 64-bit numbers). */
export const integer: Field = { kind: "integer" };

/** Base64, either alphabet, padded or not. */
export const bytes: Field = { kind: "bytes" };

/** A JSON object of any content. */
export const object: Field = { kind: "object" };

/** Any JSON value. */
export const anything: Field = { kind: "any" };

/** One of a closed set of names; `type` is the name of the enum (type-names.ts). */
export function choice(type: string, ...values: readonly string[]): Field {
  return { kind: "choice", type, values };
}

/** A repeated field. A single value counts as a list of it. */
export function list(of: Field): Field {
  return { kind: "list", of };
}

/** An object with any keys and values of one type. */
export function map(of: Field): Field {
  return { kind: "map", of };
}

/** A nested message of a type (type-names.ts); a function, so that a message may contain itself. */
export function message(type: string, fields: () => Message): Field {
  return { kind: "message", type, message: fields };
}

/** Restricts a field to some backends: on the others, it is unknown. */
export function only(field: Field, ...backends: readonly GenerateBackend[]): Field {
  return { ...field, only: backends };
}
