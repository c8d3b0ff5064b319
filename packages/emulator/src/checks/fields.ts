import type { GenerateBackend } from "../backend.ts";

/** How one field of a request message is read. Fields with `only` are unknown to the backends it does not name. */
export type Field = FieldType & { readonly only?: readonly GenerateBackend[] };

/** The fields of a message by their JSON names; their protocol buffer names (`snake_case`) are understood as well. */
export interface Message {
  readonly [name: string]: Field;
}

type FieldType =
  | { readonly kind: "string" | "boolean" | "number" | "integer" | "bytes" | "object" | "any" }
  | { readonly kind: "choice"; readonly values: readonly string[]; readonly type: string }
  | { readonly kind: "list" | "map"; readonly of: Field }
  | { readonly kind: "message"; readonly message: () => Message };

/** Any text. */
export const text: Field = { kind: "string" };

/** True or false. */
export const flag: Field = { kind: "boolean" };

/** A floating-point number, which may come as a string. */
export const number: Field = { kind: "number" };

/** A whole number, which may come as a string (as 64-bit numbers do). */
export const integer: Field = { kind: "integer" };

/** Base64, either alphabet, padded or not. */
export const bytes: Field = { kind: "bytes" };

/** A JSON object of any content. */
export const object: Field = { kind: "object" };

/** Any JSON value. */
export const anything: Field = { kind: "any" };

/** One of a closed set of names; `type` is the enum's name, which Google puts into its refusal. */
export function choice(type: string, ...values: readonly string[]): Field {
  return { kind: "choice", type, values };
}

/** A repeated field. */
export function list(of: Field): Field {
  return { kind: "list", of };
}

/** An object with free keys and values of one type. */
export function map(of: Field): Field {
  return { kind: "map", of };
}

/** A nested message; given as a function so that messages may hold themselves. */
export function message(fields: () => Message): Field {
  return { kind: "message", message: fields };
}

/** Restricts a field to some of the backends: the others answer that they cannot find it. */
export function only(field: Field, ...backends: readonly GenerateBackend[]): Field {
  return { ...field, only: backends };
}
