import { isObject } from "../validation/property-check.ts";
import type { Field } from "./fields.ts";
import { type RequestTypes, typeUrl } from "./type-names.ts";
import { invalidValue, type Violation } from "./violation.ts";

/** The types of the request, and where its problems are collected. */
interface Reading extends RequestTypes {
  readonly violations: Violation[];
}

const typeNames = {
  string: "TYPE_STRING",
  boolean: "TYPE_BOOL",
  number: "TYPE_FLOAT",
  integer: "TYPE_INT32",
  bytes: "TYPE_BYTES",
  object: "type.googleapis.com/google.protobuf.Struct",
} as const;

const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Reads a value that is not a message, list or map. Adds an invalid value to the violations, and returns `undefined`. */
export function readScalar(field: Field, value: unknown, path: string, reading: Reading): unknown {
  switch (field.kind) {
    case "any":
      return value;
    case "choice":
      return readChoice(field.type, field.values, value, path, reading);
    case "message":
    case "list":
    case "map":
      return undefined;
    default: {
      const result = convert(field.kind, value);
      if (result === undefined) reading.violations.push(invalidValue(path, typeNames[field.kind], value));
      return result;
    }
  }
}

function convert(kind: keyof typeof typeNames, value: unknown): unknown {
  switch (kind) {
    case "string":
      return typeof value === "string" ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "bytes":
      return typeof value === "string" && base64.test(value) ? value : undefined;
    case "object":
      return isObject(value) ? value : undefined;
    case "number":
      return toNumber(value);
    case "integer": {
      const result = toNumber(value);
      return Number.isInteger(result) ? result : undefined;
    }
  }
}

// The JSON mapping of protocol buffers allows numbers as strings.
function toNumber(value: unknown): number | undefined {
  const result = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof result === "number" && Number.isFinite(result) ? result : undefined;
}

// Google accepts enum names in any case (the OpenAPI types of a schema are often in lower case), and their numbers.
function readChoice(type: string, values: readonly string[], value: unknown, path: string, reading: Reading): unknown {
  const name = typeof value === "number" ? values[value] : typeof value === "string" ? value.toUpperCase() : undefined;
  if (name !== undefined && values.includes(name)) return name;
  reading.violations.push(invalidValue(path, typeUrl(type, reading), value));
  return undefined;
}
