import { isPlain } from "../../validation/readable.ts";
import { isRecord } from "../../wire/is-record.ts";
import { TYPES } from "../convert/keywords.ts";

const TYPE_NAME = /^(?:string|number|integer|int|float|boolean|bool|date|object|array|null)(?:\[\])?\??$/;
const DEEPEST = 5;

/** Whether a value is a schema object of a library, such as Zod. JSON Schema that a library made is not. */
export function isLibrarySchema(value: unknown): boolean {
  if (typeof value !== "function" && !isRecord(value)) return false;
  if (!("~standard" in value)) return false;
  return (
    typeof value === "function" ||
    !isPlain(value) ||
    Object.values(value).some((member) => typeof member === "function")
  );
}

/** Whether a value has keywords that only a JSON Schema has. */
export function looksLikeSchema(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { type, $ref, anyOf, oneOf, allOf, enum: listed, properties } = value;
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return (
    (types.length > 0 && types.every(isTypeOfSchema)) ||
    typeof $ref === "string" ||
    [anyOf, oneOf, allOf, listed].some(Array.isArray) ||
    isRecord(properties)
  );
}

/** Whether a value says of which type a property is, in any notation: `"string"`, `{ type: "string" }`, `z.string()`, `["int"]`. */
export function describesType(value: unknown, level = 0): boolean {
  if (level > DEEPEST) return false;
  if (typeof value === "string") return TYPE_NAME.test(value);
  if (value === String || value === Number || value === Boolean || value === Date) return true;
  if (isLibrarySchema(value) || looksLikeSchema(value)) return true;
  const members: readonly unknown[] = Array.isArray(value) || isRecord(value) ? Object.values(value) : [];
  const isSingle = !Array.isArray(value) || members.length === 1;
  return members.length > 0 && isSingle && members.every((member) => describesType(member, level + 1));
}

/** Whether a string is a type, in any case. */
export function isTypeOfSchema(value: unknown): boolean {
  return typeof value === "string" && (TYPES as readonly string[]).includes(value.toLowerCase());
}
