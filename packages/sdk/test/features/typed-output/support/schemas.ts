import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { z } from "zod";
import { jsonSchema } from "../../../../src/index.ts";

/** A person, as the schemas below describe it. */
export interface Person {
  readonly name: string;
  readonly age: number;
  readonly role: "admin" | "user";
}

/** Plain JSON Schema of a {@link Person}. */
export const plainPerson = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "number" }, role: { enum: ["admin", "user"] } },
  required: ["name", "age", "role"],
  additionalProperties: false,
} as const;

const zodPerson = z.strictObject({ name: z.string(), age: z.number(), role: z.enum(["admin", "user"]) });
const valibotPerson = v.strictObject({ name: v.string(), age: v.number(), role: v.picklist(["admin", "user"]) });
const arkPerson = type({ name: "string", age: "number", role: "'admin' | 'user'", "+": "reject" });

/** The same object, described with each library and without. */
export const personSchemas = [
  { library: "zod", person: zodPerson, people: z.array(zodPerson) },
  {
    library: "valibot",
    person: toStandardJsonSchema(valibotPerson),
    people: toStandardJsonSchema(v.array(valibotPerson)),
  },
  { library: "arktype", person: arkPerson, people: arkPerson.array() },
  { library: "plain", person: plainPerson, people: { type: "array", items: plainPerson } },
  {
    library: "jsonSchema()",
    person: jsonSchema<Person>(plainPerson),
    people: jsonSchema<Person[]>({ type: "array", items: plainPerson }),
  },
] as const;

/** A value of the schemas. */
export const ada: Person = { name: "canary-ada", age: 36, role: "admin" };
