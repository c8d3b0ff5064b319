import { badRequest } from "../reply/error-details.ts";
import { invalidArgument } from "../reply/google-error.ts";
import { isObject } from "../validation/property-check.ts";
import type { Field, Message } from "./fields.ts";
import { readScalar } from "./read-scalar.ts";
import { type RequestTypes, typeUrl } from "./type-names.ts";
import { invalidValue, notRepeating, rootMismatch, unknownField, type Violation } from "./violation.ts";

interface Reading extends RequestTypes {
  readonly violations: Violation[];
  depth: number;
}

// Messages may contain themselves (a schema its properties); Google's parser stops at this depth.
const maximumDepth = 100;

/**
 * Reads a request body as Google's services do: every field, nested ones included, must be known and of its type. Returns
 * the body with JSON names (clients may send `snake_case`), without nulls, and with lists in place of their single members.
 *
 * @param types The service, and the version in its path. The version is only named in errors.
 * @throws GoogleError `INVALID_ARGUMENT` that lists all problems, with a `BadRequest` detail.
 */
export function readMessage(fields: Message, body: unknown, types: RequestTypes): Record<string, unknown> {
  const reading: Reading = { ...types, violations: [], depth: 0 };
  if (!isObject(body)) throw invalidArgument(rootMismatch.description, [badRequest([rootMismatch])]);
  const result = readObject(fields, body, "", reading, "");
  if (reading.violations.length > 0) {
    const message = reading.violations.map((violation) => violation.description).join("\n");
    throw invalidArgument(message, [badRequest(reading.violations)]);
  }
  return result;
}

function readObject(
  fields: Message,
  value: unknown,
  path: string,
  reading: Reading,
  type: string,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  if (!isObject(value)) {
    reading.violations.push(invalidValue(path, typeUrl(type, reading), value));
    return result;
  }
  if (reading.depth >= maximumDepth) {
    reading.violations.push({ field: path, description: "Message too deep. Max recursion depth reached." });
    return result;
  }
  reading.depth += 1;
  for (const [givenName, given] of Object.entries(value)) {
    const name = toJsonName(givenName);
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined || (field.only !== undefined && !field.only.includes(reading.backend))) {
      reading.violations.push(unknownField(path, givenName));
    } else if (given !== null) {
      result[name] = readField(field, given, path, givenName, reading);
    }
  }
  reading.depth -= 1;
  return result;
}

function readField(field: Field, value: unknown, parent: string, name: string, reading: Reading): unknown {
  const path = parent === "" ? toProtoName(name) : `${parent}.${toProtoName(name)}`;
  const isList = Array.isArray(value);
  if (field.kind === "list") {
    if (!isList) return [readValue(field.of, value, path, reading)];
    return value.map((item, index) => readValue(field.of, item, `${path}[${index}]`, reading));
  }
  if (isList && field.kind !== "any") {
    reading.violations.push(notRepeating(parent, name));
    return undefined;
  }
  return readValue(field, value, path, reading);
}

function readValue(field: Field, value: unknown, path: string, reading: Reading): unknown {
  switch (field.kind) {
    case "message":
      return readObject(field.message(), value, path, reading, field.type);
    case "map":
      return readMap(field.of, value, path, reading);
    case "list":
      return readField(field, value, path, "value", reading);
    default:
      return readScalar(field, value, path, reading);
  }
}

function readMap(of: Field, value: unknown, path: string, reading: Reading): unknown {
  if (!isObject(value)) {
    reading.violations.push(invalidValue(path, "type.googleapis.com/google.protobuf.Map", value));
    return undefined;
  }
  const entries = Object.entries(value).map(([key, item], index): [string, unknown] => [
    key,
    readValue(of, item, `${path}[${index}].value`, reading),
  ]);
  return Object.fromEntries(entries);
}

function toJsonName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function toProtoName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
